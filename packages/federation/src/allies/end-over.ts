import { endedNow } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import { moveAlly } from "./move-ally.ts";

/** Alliances whose last day is over end by themselves, on both sides and without a word (row F3). Answers how many. */
export async function endOverAlliances({ work, direct, clock }: Pick<FederationPorts, "work" | "direct" | "clock">) {
  if ((await direct.allies.over()).length === 0) return 0;
  return work.run(async (rooms) => {
    const over = await rooms.allies.over();
    for (const ally of over) await moveAlly({ rooms, now: clock() }, ally, endedNow(ally, clock()) ?? ally);
    return over.length;
  });
}
