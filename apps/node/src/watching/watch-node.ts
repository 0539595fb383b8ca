import {
  afterLook,
  ASK_MAIL_EVERY,
  CERTIFICATE_SOON,
  drift,
  hostOf,
  judge,
  LOOK_AT_BAD_CERTIFICATE_EVERY,
  LOOK_AT_CERTIFICATE_EVERY,
  needsPerson,
  type Clock,
  type Health,
  type NoticeAddress,
  type Timestamp,
  type Told,
} from "@commonhall/domain";
import type { Store } from "@commonhall/store";
import type { MailRoom } from "../mail/mail-room.ts";
import type { WatchMail } from "../mail/watch-mail.ts";
import { administrators, gatherFacts, latest, type FactsPorts } from "./gather-facts.ts";
import type { KnownContacts } from "./contacts.ts";
import type { KeptLooks } from "./kept-looks.ts";
import type { OwnCertificate } from "./own-certificate.ts";

export interface WatchPorts extends Omit<FactsPorts, "hasMail" | "store"> {
  readonly store: FactsPorts["store"] & Pick<Store, "allyViews">;
  readonly clock: Clock;
  readonly contacts: KnownContacts;
  readonly looks: KeptLooks;
  readonly certificate: OwnCertificate;
  /** Where a mail server is set. */
  readonly mail?: { readonly room: Pick<MailRoom, "isThere">; readonly letters: WatchMail };
}

export interface NodeWatch {
  /** How the node is now. Changes nothing. */
  health(): Promise<Health>;
  /** Looks, writes down what other processes want to know, and tells by mail what needs somebody. */
  look(): Promise<Health>;
}

export function watchNode(ports: WatchPorts): NodeWatch {
  const { clock } = ports;
  const health = async () => judge(await gatherFacts({ ...ports, hasMail: ports.mail !== undefined }), clock());
  return {
    health,
    async look() {
      await keepContacts(ports);
      await ports.looks.keepAhead(drift(ports.contacts.ahead()));
      await askMail(ports);
      await lookAtCertificate(ports);
      const seen = await health();
      await tell(ports, seen);
      return seen;
    },
  };
}

/** Of allies only: whoever else answers is nothing that anybody needs to know later. */
async function keepContacts({ store, contacts, looks }: WatchPorts): Promise<void> {
  const before = await looks.contacts();
  const after: Record<string, Timestamp> = {};
  for (const { peer, state } of await store.allyViews.list()) {
    const host = hostOf(peer);
    const last = state === "accepted" ? latest(contacts.last(host), before[host]) : undefined;
    if (last !== undefined) after[host] = last;
  }
  await looks.keepContacts(after);
}

async function askMail({ mail, looks, clock }: WatchPorts): Promise<void> {
  const answer = await looks.mail();
  const isFresh = answer?.works === true && clock() - answer.at < ASK_MAIL_EVERY;
  if (mail === undefined || isFresh) return;
  await looks.keepMail({ works: await mail.room.isThere(), at: clock() });
}

/** Once a day as long as it is good; whoever mends it sees within the hour that it is. */
async function lookAtCertificate({ certificate, looks, clock }: WatchPorts): Promise<void> {
  if (!certificate.needed) return;
  const before = await looks.certificate();
  const isGood =
    before?.seen !== undefined && before.seen.fault === undefined && before.seen.until - clock() >= CERTIFICATE_SOON;
  const rest = isGood ? LOOK_AT_CERTIFICATE_EVERY : LOOK_AT_BAD_CERTIFICATE_EVERY;
  const ago = before === undefined ? undefined : clock() - before.at;
  if (ago !== undefined && ago >= 0 && ago < rest) return;
  const answer = await certificate.look();
  await looks.keepCertificate({ at: clock(), ...(answer.ok ? { seen: answer.value } : {}) });
}

/** One mail to each who gave an address. Where not one of them could be sent, the next look tries again. */
async function tell(ports: WatchPorts, health: Health): Promise<void> {
  const { looks, mail } = ports;
  const before = await looks.tellings();
  const { tell: what, seen, told } = afterLook(before, needsPerson(health), health.at);
  const readers = what.act.length + what.wellAgain.length > 0 ? await administrators(ports.store) : [];
  if (mail === undefined || readers.length === 0) {
    await looks.putTellings(before, seen);
    return;
  }
  // Written down first: of several processes that look at once one tells.
  if (!(await looks.putTellings(before, told))) return;
  if (!(await sendTo(readers, mail.letters, what))) await looks.putTellings(told, seen);
}

async function sendTo(readers: readonly NoticeAddress[], letters: WatchMail, what: Told): Promise<boolean> {
  const sent = await Promise.all(readers.map((reader) => letters.sendNews(reader, what)));
  return sent.some(({ ok }) => ok);
}
