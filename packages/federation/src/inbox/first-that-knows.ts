import { ignored, type Handling, type Outcome } from "./handling.ts";

/** Undefined where nothing here is known of what the activity is about: then the next one is asked. */
export type Knowing<Activity> = (handling: Handling, activity: Activity) => Promise<Outcome | undefined>;

/** An Accept names what it accepts by an id, and an Undo sometimes too: whose that is, each room knows of its own. */
export async function firstThatKnows<Activity>(
  rooms: readonly Knowing<Activity>[],
  handling: Handling,
  activity: Activity,
): Promise<Outcome> {
  for (const knows of rooms) {
    const outcome = await knows(handling, activity);
    if (outcome !== undefined) return outcome;
  }
  return ignored("nothing of this kind is known");
}
