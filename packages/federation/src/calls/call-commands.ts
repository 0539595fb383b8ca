import type { CallCommands } from "@commonhall/domain";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { narrowTo, updateCall, withdraw } from "./change-call.ts";
import { deleteCall } from "./delete-call.ts";
import { publishCall } from "./publish-call.ts";
import { reportBack } from "./report-call.ts";

/** What the desk and the command line can do with solidarity calls. */
export function callCommands(ports: PublishingPorts, keys: LocalKeys): CallCommands {
  return {
    publishCall: (draft, by) => publishCall(ports, keys, draft, by),
    updateCall: (id, draft, by) => updateCall(ports, keys, id, draft, by),
    narrowCall: (id, audience, by) => narrowTo(ports, keys, id, audience, by),
    closeCall: (id, outcome, report, by) => reportBack(ports, keys, { id, outcome, report }, by),
    withdrawCall: (id, by) => withdraw(ports, keys, id, by),
    deleteCall: (id, by) => deleteCall(ports, keys, id, by),
  };
}
