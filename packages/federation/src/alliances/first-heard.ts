import type { Alliance } from "@commonhall/domain";
import type { Handling } from "../inbox/handling.ts";
import { whereTo } from "../moderation/standing.ts";
import type { FirstHeard } from "./keep-statements.ts";

export type Invited = NonNullable<Alliance["invited"]>;

/** Where an invitation to an alliance goes: to the desk, or apart until somebody lets it in. Undefined where there is no room. */
export async function firstHeard(handling: Handling, invited: Invited): Promise<FirstHeard | undefined> {
  const place = await whereTo(handling, invited.by);
  return place === "nowhere" ? undefined : { invited, apart: place === "apart" };
}
