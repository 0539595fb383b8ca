import { closeCall, type ObjectId, type Rooms, type Texts } from "@commonhall/domain";
import { reportDocument } from "@commonhall/wire";
import { tellNew } from "../audiences/say-to.ts";
import { sayDelete, seal, type Publishing, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { doToCall, type Change } from "./do-to-call.ts";
import type { CallAnswer } from "./publish-call.ts";

/** Ends a call and reports back, in the call itself and in a last reply to it (wire.md 3, close). */
export function reportBack(
  ports: PublishingPorts,
  keys: LocalKeys,
  closing: { readonly id: ObjectId; readonly outcome: "met" | "ended"; readonly report: Texts },
  by: string,
): Promise<CallAnswer> {
  const { id, outcome, report: text } = closing;
  return doToCall(ports, keys, {
    id,
    by,
    decide({ publishing, call }) {
      const report = publishing.addresses.post(publishing.newId());
      return closeCall(call, outcome, { text, report }, by, publishing.at);
    },
    afterwards: tellReport,
  });
}

async function tellReport({ rooms, publishing, call, campaign }: Change): Promise<void> {
  const { site, centre, at: published, signer } = publishing;
  const { audience, closing } = call;
  if (closing === undefined) return;
  const document = reportDocument({ site, call, closing, centre, campaign, published });
  await tellNew(rooms, publishing, {
    object: seal(document, signer, published),
    audience,
    kind: "campaigns",
    campaign,
  });
}

/** The reply in which a call was reported back, where there is one. */
export async function takeReportBack(
  rooms: Rooms,
  publishing: Publishing,
  object: ObjectId | undefined,
): Promise<void> {
  if (object === undefined) return;
  const { signer, centre } = publishing;
  await sayDelete(rooms, publishing, { signer, object, formerType: "Note", followersOf: [centre.id] });
}
