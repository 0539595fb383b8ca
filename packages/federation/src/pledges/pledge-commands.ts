import type { PledgeCommands } from "@commonhall/domain";
import { acknowledge } from "./acknowledge-call.ts";
import { accept, decline, fulfil } from "./answer-commands.ts";
import { offer, withdraw, type PledgePorts, type PledgeUse } from "./offer-commands.ts";

/** What people can do with pledges, from the desk and from the command line alike. */
export function pledgeCommands(ports: PledgePorts, use: PledgeUse): PledgeCommands {
  return {
    pledge: (need, words, by) => offer(ports, use, { need, ...words }, by),
    withdrawPledge: (id, by) => withdraw(ports, id, by),
    acceptPledge: (id, { quantity, text }, by) =>
      accept(ports, { id, text, by, ...(quantity === undefined ? {} : { quantity }) }),
    declinePledge: (id, text, by) => decline(ports, { id, text, by }),
    fulfilPledge: (id, text, by) => fulfil(ports, { id, text, by }),
    acknowledgeCall: (call, by) => acknowledge(ports, use, call, by),
  };
}
