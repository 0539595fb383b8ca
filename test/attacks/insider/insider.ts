import { ROLES, type Releasable } from "@commonhall/domain";
import { officers, saysBulletin } from "@commonhall/testkit";
import { deskAddresses } from "@commonhall/web/testing";
import { atDesk, unlock } from "../../at-desk.ts";
import { Visitor } from "../../visitor.ts";
import { UNTRIED, type Outcome } from "../bulletins/outcome.ts";
import { filledHall, PASSPHRASE, type FilledHall, type OpenHall } from "../hall/filled-hall.ts";

/**
 * A9: somebody of the centre alone, in each role, with a passphrase and so with a key: their own, or one that they stole.
 * They send everything to every address of the desk, then call every function of the release room and of the way out
 * without the desk, and hand the program releases that they signed themselves. Then it is the release day. How many
 * bulletins and tables have left, over all roles?
 */
export async function insider(): Promise<readonly Outcome[]> {
  await using hall = await filledHall();
  const walks: Walk[] = [];
  for (const name of [...ROLES, "both"]) walks.push(await walk(hall, [name]));
  const ways = walks.reduce((sum, one) => sum + one.tried, 0);
  const left = walks.reduce((sum, one) => sum + one.left, 0);
  return [
    {
      attack: "A9",
      metric: "releases that one person, or one stolen key, gets out of a centre",
      pass: { most: 0 },
      moonshot: UNTRIED,
      measured: left,
      beside: `${ways} ways tried by ${walks.length} people, ${hall.candidates.length} releases waiting; the moonshot, to write to the database as well, is not tried`,
    },
  ];
}

export interface Walk {
  /** Requests and calls. */
  readonly tried: number;
  /** Releases that the node has put out. */
  readonly left: number;
}

/** Each of these people does all that they can, one after the other, on a node of their own. */
export async function walk(filled: FilledHall, names: readonly string[]): Promise<Walk> {
  await using hall = await filled.open();
  let tried = 0;
  for (const name of names) {
    const visitor = await atDesk(new Visitor(hall.node.origin), name, PASSPHRASE);
    await unlock(visitor, PASSPHRASE).catch(() => undefined);
    tried += await fromTheWayOut(hall, filled);
    tried += await throughTheDesk(visitor, filled, (path) => !LAST.test(path));
    tried += await pastTheDesk(hall, filled, name);
    tried += await throughTheDesk(visitor, filled, (path) => LAST.test(path));
  }
  await hall.releaseDay();
  const { bulletinViews } = hall.node.store;
  return { tried, left: (await bulletinViews.list({})).length + (await bulletinViews.tables({})).length };
}

/** What may end a session comes last. */
const LAST = /passphrase|erase|remove|delete|throw-away/;
/** Whoever wants a release out does not drop it, lock everything up, leave, or change the key that signed it. */
const IN_VAIN = /lock|sign-out|\/(?:drop|leave|part|renew|end|end-all|off)$/;

async function throughTheDesk(
  visitor: Visitor,
  { cases, candidates }: FilledHall,
  isNow: (path: string) => boolean,
): Promise<number> {
  let tried = 0;
  for (const { method, path } of deskAddresses().filter((one) => isNow(one.path) && !IN_VAIN.test(one.path))) {
    const [waiting = "", told = ""] = [candidates[0], cases[0]];
    const ids = path.startsWith("/releases") ? [...candidates, ...candidates] : [path.includes(":id") ? told : waiting];
    for (const id of ids) {
      const address = `/desk${path.replaceAll(/:\w+/g, id)}`;
      if (method === "GET") await visitor.open(address);
      else await visitor.post(address, new URLSearchParams(everything(id)));
      tried += 1;
    }
  }
  return tried;
}

/** Whatever a form may ask for: an id of what waits, and words that weaken or sign. */
const everything = (id: string): [string, string][] => [
  ...["candidate", "release", "id", "case", "member", "uuid"].map((name): [string, string] => [name, id]),
  ...["passphrase", "again"].map((name): [string, string] => [name, PASSPHRASE]),
  ...["role", "roles"].map((name): [string, string] => [name, "approver"]),
  ...Object.entries({ name: "somebody", when: "at once", sure: "yes", go: "send" }),
  ...Object.entries({ country: "LB", catchment: "2000000", k: "1", cap: "100", reserve: "0", audience: "public" }),
];

async function pastTheDesk({ node, deskOf }: OpenHall, { candidates }: FilledHall, name: string): Promise<number> {
  const room = await deskOf(name).then(
    ({ release }) => release,
    () => undefined,
  );
  const about = (call: (id: string) => Promise<unknown>) => candidates.map((id) => () => call(id));
  const calls: readonly (() => Promise<unknown>)[] = [
    ...(room === undefined
      ? []
      : [
          () => room.make(),
          ...about((id) => room.accept(id)),
          ...about((id) => room.accept(id)),
          ...about((id) => room.withdraw(id, "at once")),
        ]),
    () => node.vault.sweep(),
    () => node.moveReleases(),
    ...forgeries().map((forged) => () => node.federation.bulletins.publishReleases([forged])),
  ];
  return all(calls);
}

/** Says of each that it has left, before anybody lets it: afterwards that would only keep it in. */
const fromTheWayOut = ({ node: { vault } }: OpenHall, { candidates }: FilledHall): Promise<number> =>
  all(candidates.flatMap((id) => [() => vault.outlet.confirm(id), () => vault.outlet.confirmWithdrawal(id)]));

async function all(calls: readonly (() => Promise<unknown>)[]): Promise<number> {
  for (const call of calls) await call().catch(() => undefined);
  return calls.length;
}

/** Signed by one, by the same one twice, by two whom nobody enrolled, and by nobody. */
function forgeries(): readonly Releasable[] {
  const who = officers();
  const good = who.releasable(saysBulletin());
  const approvals = [
    who.approve(good.payload, [0]),
    who.approve(good.payload, [0, 0]),
    good.approval,
    "",
    "null",
    "[]",
  ];
  return approvals.map((approval) => ({ ...good, approval }));
}
