import { MINUTE, MOST_DRIFT } from "@commonhall/domain";
import { keptLooks } from "../watching/kept-looks.ts";
import { finding, notDone, well } from "./finding.ts";
import type { Check } from "./ports.ts";

const TODO = "Switch on the machine's time service (timedatectl set-ntp true), and look at the zone and the battery.";

/** Whether others would take what this node signs now. */
export const checkClock: Check = async ({ store, vault }) => {
  const { clockAhead } = await vault.door.state();
  const ahead = await keptLooks(store.keyValue).ahead();
  if (ahead !== undefined && Math.abs(ahead) > MOST_DRIFT) {
    const minutes = Math.max(1, Math.round(Math.abs(ahead) / MINUTE));
    const which = ahead > 0 ? "ahead of" : "behind";
    return finding(
      "clock",
      `The clock is ${minutes} minutes ${which} those of other nodes, which refuse such signatures.`,
      TODO,
    );
  }
  if (clockAhead !== undefined) {
    return finding(
      "clock",
      `The clock jumped from ${clockAhead.known} to ${clockAhead.now}: nothing is erased until somebody says that it is right.`,
      "If it is right, somebody with keys says so at the desk under Keys. If not, put the machine's clock right.",
    );
  }
  return ahead === undefined
    ? notDone(
        "clock",
        "Too few other nodes have answered since the start, or two do not agree, so the clock cannot be compared.",
      )
    : well("clock", "The clock agrees with other nodes to within a minute.");
};
