import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import type { Role } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { fakeClock, type FakeClock } from "@commonhall/testkit";
import { centreDraft, PASSPHRASE } from "@commonhall/testkit/network";
import { atDesk, unlocked } from "./at-desk.ts";
import { Visitor } from "./visitor.ts";

/** A whole node with a centre and people at its desk, reached by HTTP, whose clock stands until it is moved. */
export interface Hall extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly origin: string;
  /** All that the node has written lies below it. */
  readonly folder: string;
  readonly node: () => RunningNode;
  /** Lines that the node logged. */
  readonly log: string[];
  readonly worker: () => Visitor;
  readonly signedIn: (name: string) => Promise<Visitor>;
  /** Signed in, and unlocked where there is something to unlock. */
  readonly desk: (name: string) => Promise<Visitor>;
  /** The file with what is sealed, as somebody has it who can write to the disk. */
  readonly dataFile: () => Database;
  /** Ends it and starts it again, on the same port. */
  readonly startAnew: () => Promise<void>;
}

const FIRST = { first: ["administrator", "editor"] } as const satisfies Readonly<Record<string, readonly Role[]>>;

export async function openHall(staff: Readonly<Record<string, readonly Role[]>>): Promise<Hall> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-hall-"));
  const clock = fakeClock();
  const log: string[] = [];
  const write = (message: string, facts: object = {}) => void log.push(`${message} ${JSON.stringify(facts)}`);
  const start = (listen: string) =>
    startNode({
      dataFolder: join(folder, "data"),
      listen,
      clock,
      log: { info: write, warn: write, error: write },
    });
  let node = await start("127.0.0.1:0");
  const { origin } = node;
  const people = Object.entries<readonly Role[]>({ ...FIRST, ...staff });
  const drafts = people.map(([name, roles]) => ({ name, roles, passphrase: PASSPHRASE }));
  const made = await node.federation.commands.setUp(centreDraft("hall"), drafts);
  if (!made.ok) throw new Error(made.error.type);
  const members = await node.store.staffDesk.list();
  const withKeys = members.filter(({ roles }) => roles.some((role) => KEYED.includes(role)));
  const founded = await node.vault.found(withKeys.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })));
  if (!founded.ok) throw new Error(founded.error.type);
  const signedIn = (name: string) => atDesk(new Visitor(origin), name, PASSPHRASE);
  return {
    clock,
    origin,
    folder,
    node: () => node,
    log,
    worker: () => new Visitor(origin),
    signedIn,
    desk: async (name) => {
      const visitor = await signedIn(name);
      return staff[name]?.some((role) => KEYED.includes(role)) === true ? unlocked(visitor, PASSPHRASE) : visitor;
    },
    dataFile: () => new Sqlite(join(folder, "data", "vault", "data.db")),
    startAnew: async () => {
      await node.close();
      node = await start(new URL(origin).host);
    },
    [Symbol.asyncDispose]: async () => {
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const KEYED: readonly Role[] = ["caseworker", "proposer", "approver", "auditor"];
