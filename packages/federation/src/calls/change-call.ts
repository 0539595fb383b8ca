import {
  callIsOpen,
  changeCall,
  checkNarrowing,
  endByCalendar,
  err,
  languagesOf,
  narrowCall,
  withdrawCall,
  type Audience,
  type CallDraft,
  type ObjectId,
  type Rooms,
  type Texts,
} from "@commonhall/domain";
import { stopSharingIn } from "@commonhall/wire";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { doToCall } from "./do-to-call.ts";
import { membersOf, type CallAnswer } from "./publish-call.ts";
import { takeReportBack } from "./report-call.ts";

export const updateCall = (
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  draft: CallDraft,
  by: string,
): Promise<CallAnswer> =>
  doToCall(ports, keys, {
    id,
    by,
    async decide({ rooms, publishing, call }) {
      const checked = await checkNarrowing(rooms, { before: call.audience, after: draft.audience, kind: "calls" });
      if (!checked.ok) return checked;
      const members = await bothMembers(rooms, call.audience, draft.consent?.audience);
      return changeCall(call, draft, by, publishing.at, members);
    },
  });

/** To fewer than before; the others are told that it is gone. */
export const narrowTo = (
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  audience: Audience,
  by: string,
): Promise<CallAnswer> =>
  doToCall(ports, keys, {
    id,
    by,
    async decide({ rooms, publishing, call }) {
      const checked = await checkNarrowing(rooms, { before: call.audience, after: audience, kind: "calls" });
      if (!checked.ok) return checked;
      return narrowCall(call, audience, by, publishing.at, await bothMembers(rooms, call.audience, undefined));
    },
  });

/** What it told stands nowhere any more, neither in it nor in what told of it. */
export const withdraw = (ports: PublishingPorts, keys: LocalKeys, id: ObjectId, by: string): Promise<CallAnswer> => {
  let report: ObjectId | undefined;
  return doToCall(ports, keys, {
    id,
    by,
    supersedes: true,
    decide({ publishing, call }) {
      report = call.closing?.report;
      return withdrawCall(call, neutral(call.text), by, publishing.at);
    },
    afterwards: async ({ rooms, publishing }) => takeReportBack(rooms, publishing, report),
  });
};

/** In every language that it had. */
const neutral = (text: Texts): Texts =>
  Object.fromEntries(languagesOf(text).map((language) => [language, stopSharingIn(language)]));

/** Ends the calls whose hour has come (row S2). Answers how many. */
export async function endOver(ports: PublishingPorts, keys: LocalKeys): Promise<number> {
  const over = await ports.direct.calls.expired(ports.clock());
  for (const { id } of over) {
    await doToCall(ports, keys, {
      id,
      by: "calendar",
      decide: ({ call, publishing: { at } }) =>
        callIsOpen(call, at) ? err({ type: "call not open", status: call.status }) : endByCalendar(call, at),
    });
  }
  return over.length;
}

const bothMembers = async (rooms: Rooms, audience: Audience, consent: Audience | undefined) => ({
  audience: await membersOf(rooms, audience),
  consent: await membersOf(rooms, consent),
});
