import { err, ok, nextReleaseDate, releaseTime } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import { clockAhead } from "../erasure/clock-watch.ts";
import { acceptItem, dropByHand, partNow } from "./decide.ts";
import { makeCandidates, readReasons } from "./make-candidates.ts";
import type { ReleaseCandidate, ReleaseDayView, ReleasedLine, ReleasePolicy, ReleaseRoom, RoomDone } from "./ports.ts";
import { type KeptItem, readItems } from "./release-items.ts";
import { anchorLedger, dayIn, type Ledger, type Part, readLedger, writeLedger } from "./release-ledger.ts";
import { signaturesUnder } from "./release-payload.ts";
import { checkPolicy } from "./release-policy.ts";
import { opensAt, publishedOf, settleReleases, signByOf, whyNot } from "./settle-releases.ts";
import { withdrawItem } from "./withdraw-bulletin.ts";

/** The desk's room for release days, for one officer and the length of one request. */
export function releaseRoom(core: Core, actor: Actor): ReleaseRoom {
  const isOfficer = actor.roles.includes("proposer") || actor.roles.includes("approver");
  const inside = async (work: () => RoomDone): RoomDone => {
    if (!isOfficer) return err({ type: "no right" });
    if ((await clockAhead(core)) !== undefined) return err({ type: "clock" });
    return work();
  };
  return {
    day: async () => (isOfficer ? dayView(core, actor) : undefined),
    setPolicy: (policy) => setPolicy(core, actor, policy),
    make: () => inside(() => make(core, actor)),
    accept: (id) => inside(() => acceptItem(core, actor, id)),
    drop: (id) => inside(() => dropByHand(core, actor, id)),
    released: async () => (isOfficer ? releasedLines(core, actor) : []),
    withdraw: (id, at) => inside(() => withdrawItem(core, actor, id, at)),
  };
}

async function make(core: Core, actor: Actor): RoomDone {
  const date = nextReleaseDate(core.clock());
  const published = releaseTime(date.date);
  const [opens, signBy] = [opensAt(published), signByOf(published)];
  if (core.clock() < opens || core.clock() >= signBy) return err({ type: "not the time", opens, signBy });
  await settleReleases(core);
  return makeCandidates(core, actor, date);
}

/** For the next day whose candidates have not been made. A second person signs it with each of them. */
async function setPolicy(core: Core, actor: Actor, policy: ReleasePolicy): ReturnType<ReleaseRoom["setPolicy"]> {
  if (!actor.roles.includes("proposer")) return err({ type: "no right" });
  const checked = checkPolicy(policy);
  if (!checked.ok) return checked;
  const written = await core.files.data.db.transaction().execute(async (db): Promise<Ledger | undefined> => {
    const ledger = await writeLedger(core, db, (now) => ({ ...now, policy }));
    if (ledger !== undefined)
      await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "set the release policy" });
    return ledger;
  });
  if (written === undefined) return err({ type: "changed" });
  await anchorLedger(core, written);
  return ok();
}

async function dayView(core: Core, actor: Actor): Promise<ReleaseDayView> {
  const { date: day } = nextReleaseDate(core.clock());
  const published = releaseTime(day);
  const ledger = await readLedger(core);
  const policy = ledger === "changed" ? null : ledger.policy;
  const reasons = await readReasons(core, actor, day);
  const part = ledger === "changed" ? undefined : dayIn(ledger, day)?.parts[actor.id];
  const candidates: ReleaseCandidate[] = [];
  for (const item of await readItems(core)) {
    const isOpen = item.state === "waiting" || item.state === "dropped";
    if (item.day !== day || !isOpen) continue;
    const proof = reasons.get(item.id);
    candidates.push({ ...(await candidateFrom(core, actor, item, part)), ...(proof === undefined ? {} : { proof }) });
  }
  return {
    day,
    published,
    opens: opensAt(published),
    signBy: signByOf(published),
    made: ledger !== "changed" && dayIn(ledger, day) !== undefined,
    ...(policy === null ? {} : { policy }),
    candidates,
  };
}

async function candidateFrom(
  core: Core,
  actor: Actor,
  item: KeptItem,
  known: Part | undefined,
): Promise<ReleaseCandidate> {
  const { roster } = actor.roster;
  const [first, second] = await signaturesUnder(roster, item.payload, item.approval);
  // What is dropped as soon as somebody touches it is shown so: looking changes nothing.
  const dropped = item.droppedFor ?? (await whyNot(core, roster, item));
  const part = dropped !== undefined ? "no right" : await partNow(actor, item);
  const isTime = core.clock() >= opensAt(publishedOf(item)) && core.clock() < signByOf(publishedOf(item));
  return {
    id: item.id,
    release: item.release,
    ...(first === undefined ? {} : { proposedBy: first.id }),
    ...(second === undefined ? {} : { approvedBy: second.id }),
    ...(dropped === undefined ? {} : { dropped }),
    may:
      isTime && (part === "propose" || part === "approve") && (known === undefined || known === part)
        ? part
        : undefined,
  };
}

async function releasedLines(core: Core, actor: Actor): Promise<readonly ReleasedLine[]> {
  const lines: ReleasedLine[] = [];
  for (const { id, day, release, state, withdrawal } of await readItems(core)) {
    if (state !== "leaving" && state !== "out") continue;
    const signed =
      withdrawal === null ? [] : await signaturesUnder(actor.roster.roster, withdrawal.payload, withdrawal.approval);
    const [first, second] = signed;
    lines.push({
      id,
      day,
      release,
      ...(withdrawal === null || first === undefined
        ? {}
        : {
            withdrawal: {
              by: first.id,
              ...(second === undefined ? {} : { second: second.id }),
              due: withdrawal.due,
            },
          }),
    });
  }
  return lines.toSorted((one, other) => (one.day < other.day ? 1 : -1));
}
