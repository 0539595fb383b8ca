import { lastReleaseDate, releaseTime, type Releasable, type Timestamp, type Withdrawal } from "@commonhall/domain";
import type { Core } from "../core.ts";
import { programSigner } from "../desk/actor.ts";
import { clockAhead } from "../erasure/clock-watch.ts";
import { isLockedDown } from "../erasure/lock-down.ts";
import { scrub } from "../erasure/scrub.ts";
import { readRosters, type Rosters } from "../keys/roster-shelf.ts";
import { rememberRestored } from "./after-restore.ts";
import { dropItem, rewriteItem } from "./drop-item.ts";
import type { Outlet } from "./ports.ts";
import { readLedger } from "./release-ledger.ts";
import { type KeptItem, readItems } from "./release-items.ts";
import { releaseMembers } from "./release-members.ts";
import { approvals, isPair, signaturesUnder } from "./release-payload.ts";
import { publishedOf, settleReleases } from "./settle-releases.ts";

/** The last word on what two people have signed; see `Outlet`. One at a time: two movers move nothing twice. */
export function outlet(core: Core): Outlet {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    waitsForClock: () => inTurn(() => waitsForClock(core)),
    lastHour: () => inTurn(() => lastHour(core)),
    offered: () => inTurn(() => offered(core)),
    confirm: (id) => inTurn(() => confirm(core, id)),
    withdrawals: () => inTurn(() => withdrawals(core)),
    confirmWithdrawal: (id) => inTurn(() => confirmWithdrawal(core, id)),
  };
}

async function waitsForClock(core: Core): Promise<boolean> {
  if ((await clockAhead(core)) === undefined) return false;
  return (await readItems(core)).some((item) => item.state === "waiting" && publishedOf(item) <= core.clock());
}

async function lastHour(core: Core): Promise<Timestamp | undefined> {
  if ((await isLockedDown(core)) || (await clockAhead(core)) !== undefined) return undefined;
  if (!(await rememberRestored(core))) return undefined;
  const { date } = lastReleaseDate(core.clock());
  const ledger = await readLedger(core);
  // Where something may have been said that nobody knows of any more, nothing says that there was nothing.
  return ledger !== "changed" && ledger.missed === date ? undefined : releaseTime(date);
}

async function offered(core: Core): Promise<readonly Releasable[]> {
  const rosters = await readRosters(core);
  if (!rosters.ok || (await isLockedDown(core)) || !(await rememberRestored(core))) return [];
  // A clock that jumped would cut short the time in which somebody can still think better of it.
  if ((await clockAhead(core)) === undefined) await releaseWhatIsDue(core, rosters.value);
  const found: Releasable[] = [];
  for (const item of await readItems(core)) {
    const one = releasableFrom(item);
    // Once more: since it was marked, somebody who signed may have left.
    if (one !== undefined && (await approvals(core).areTwo(one))) found.push(one);
  }
  return found;
}

async function releaseWhatIsDue(core: Core, rosters: Rosters): Promise<void> {
  await settleReleases(core);
  const due = (await readItems(core)).filter((item) => item.state === "waiting" && publishedOf(item) <= core.clock());
  if (due.length === 0) return;
  const of = (type: KeptItem["release"]["type"]) => due.filter(({ release }) => release.type === type);
  // Tables first: with a bulletin the records go that both were made of.
  for (const item of [...of("statistics"), ...of("bulletin")]) await releaseOne(core, rosters, item);
  await scrub(core);
}

async function releaseOne(core: Core, rosters: Rosters, item: KeptItem): Promise<void> {
  if (await releaseMembers(core, rosters, item)) return;
  const roster = rosters.current?.roster;
  if (roster !== undefined) await dropItem(core, { roster, signer: programSigner(core) }, item, "a member has gone");
}

function releasableFrom({ state, release, payload, approval, ...item }: KeptItem): Releasable | undefined {
  if (state !== "leaving" || approval === null) return undefined;
  return { id: idOf({ release }), published: publishedOf(item), payload, approval };
}

const idOf = ({ release }: Pick<KeptItem, "release">): string =>
  release.type === "bulletin" ? release.bulletin.id : release.id;

/** From here on it is the store's, and what stays is what everybody who got it knows. */
async function confirm(core: Core, id: string): Promise<void> {
  const item = (await readItems(core)).find((one) => one.state === "leaving" && idOf(one) === id);
  if (item === undefined) return;
  await rewriteItem(core, item, { ...item, state: "out", approval: null });
}

async function withdrawals(core: Core): Promise<readonly Withdrawal[]> {
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  if (roster === undefined || (await isLockedDown(core)) || (await clockAhead(core)) !== undefined) return [];
  const due: Withdrawal[] = [];
  for (const { withdrawal, ...item } of await readItems(core)) {
    if (withdrawal?.state !== "asked" || item.state !== "out" || withdrawal.due > core.clock()) continue;
    const { payload, approval } = withdrawal;
    if (!isPair(await signaturesUnder(roster, payload, approval))) continue;
    due.push({ id: idOf(item), payload, approval });
  }
  return due;
}

async function confirmWithdrawal(core: Core, id: string): Promise<void> {
  const item = (await readItems(core)).find((one) => idOf(one) === id && one.withdrawal?.state === "asked");
  if (item?.withdrawal == null) return;
  await rewriteItem(core, item, { ...item, withdrawal: { ...item.withdrawal, state: "out" } });
}
