import { DAY, endOf, type ActorId, type Alliance, type Timestamp } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import { namedIn } from "./keep-statements.ts";

type AskPorts = Pick<FederationPorts, "direct" | "clock" | "random" | "work">;

/** Of two hundred members eight a day are enough for a word that one of them knows to reach all within a few days. */
const ASKED_AT_ONCE = 8;
/** Whoever is not named any more still asks for a while, to hear of it; an alliance that has ended is left alone. */
const ASKED_FOR = 30 * DAY;

/**
 * Once a day some members of each alliance are asked for what they know of its charter, others each day. Answers how many
 * have to be asked.
 */
export async function askMembers({ direct, clock, random, work }: AskPorts): Promise<number> {
  const now = clock();
  const due = (await direct.alliances.all()).filter(
    (alliance) => alliance.asked <= now - DAY && isWorthAsking(alliance, now),
  );
  let count = 0;
  for (const alliance of due) {
    const asked = some([...namedIn(alliance)].filter((id) => id !== alliance.us.id).sort(), random);
    await work.run(async (rooms) => {
      await rooms.alliances.put({ ...alliance, asked: now });
      for (const member of asked) await addAsking(rooms.tasks, alliance, member);
    });
    count += asked.length;
  }
  return count;
}

export const addAsking = (
  tasks: FederationPorts["direct"]["tasks"],
  { standing }: Pick<Alliance, "standing">,
  member: ActorId,
): Promise<void> => {
  const [first = standing.current.hash] = standing.chain;
  return tasks.add({ type: "ask member", first, member }, { key: `ask member ${first} ${member}` });
};

function isWorthAsking(alliance: Alliance, now: Timestamp): boolean {
  const { standing, us, changed } = alliance;
  const isMember = standing.members.some(({ id }) => id === us.id);
  const isOver = now >= endOf(standing.current.charter);
  return (isMember && !isOver) || now - changed < ASKED_FOR;
}

/** So many of them, each as likely as any other. */
function some(ids: readonly ActorId[], random: () => number): readonly ActorId[] {
  return ids
    .map((id) => ({ id, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, ASKED_AT_ONCE)
    .map(({ id }) => id);
}
