import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, languageTag, region, ROLES, sector, type Role, type StaffDraft } from "@commonhall/domain";
import { startNode, type RunningNode, type StartOptions } from "@commonhall/node";
import { fakeClock, RELEASE_DAY } from "@commonhall/testkit";
import { centreDraft, START } from "@commonhall/testkit/network";
import type { CaseId, Coding, RegisterId, VaultDesk } from "@commonhall/vault";

/** In whose words something is said: the name of the field, and what then stands in it. */
export type Words = (field: string) => string;

/** Everybody has the same one: who knows it is not what is tried. */
export const PASSPHRASE = "seven green umbrellas walk by";

/** Somebody of each role, and one who may sign in both parts, though never for the same release. */
export const STAFF: readonly StaffDraft[] = [
  ...ROLES.map((role): StaffDraft => ({ name: role, roles: [role], passphrase: PASSPHRASE })),
  { name: "both", roles: ["proposer", "approver"], passphrase: PASSPHRASE },
];

const WITH_KEYS: readonly Role[] = ["caseworker", "proposer", "approver", "auditor"];

/** The folder of a centre three days before its release day: workers told, candidates are made, nobody has signed. */
export interface FilledHall extends AsyncDisposable {
  readonly origin: string;
  readonly cases: readonly CaseId[];
  readonly candidates: readonly string[];
  /** A copy of it that runs, by a clock of its own. */
  readonly open: (options?: Partial<StartOptions>) => Promise<OpenHall>;
}

export interface OpenHall extends AsyncDisposable {
  readonly node: RunningNode;
  /** The hour of the release day comes, and the node does what it does then. */
  readonly releaseDay: () => Promise<void>;
  readonly folder: string;
  readonly deskOf: (name: string) => Promise<VaultDesk>;
}

const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("Not what a hall has");
  return value;
};

/** Twenty-four workers of as many households, enough for a group whatever is drawn. */
const WORKERS = 24;

export async function filledHall(words: Words = (field) => `some ${field}`): Promise<FilledHall> {
  const root = await mkdtemp(join(tmpdir(), "commonhall-filled-"));
  const [folder, clock] = [join(root, "filled"), fakeClock(START)];
  const node = await startNode({ dataFolder: join(folder, "data"), listen: "127.0.0.1:0", clock });
  const made = await node.federation.commands.setUp(centreDraft("hall"), STAFF);
  if (!made.ok) throw new Error(made.error.type);
  const members = await node.store.staffDesk.list();
  const people = members.filter(({ roles }) => roles.some((role) => WITH_KEYS.includes(role)));
  const founded = await node.vault.found(people.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })));
  if (!founded.ok) throw new Error(founded.error.type);
  const cases = await workersTell(node, words);
  clock.set(RELEASE_DAY - 3 * DAY);
  const proposer = await deskIn(node, "proposer");
  await looksAtClock(node, proposer);
  await proposer.release.setPolicy({ country: sure(region("LB")), catchment: 2_000_000 });
  const done = await proposer.release.make();
  if (!done.ok) throw new Error(done.error.type);
  const candidates = sure(await proposer.release.day()).candidates.map(({ id }) => id);
  const { origin } = node;
  await node.close();
  let copies = 0;
  return {
    origin,
    cases,
    candidates,
    open: async (options = {}) => {
      const copy = join(root, `copy${(copies += 1)}`);
      await cp(folder, copy, { recursive: true });
      const clock = fakeClock(RELEASE_DAY - 3 * DAY);
      const dataFolder = join(copy, "data");
      const node = await startNode({ dataFolder, listen: new URL(origin).host, origin, clock, ...options });
      const passes = async (): Promise<void> => {
        await node.vault.sweep();
        await looksAtClock(node, await deskIn(node, "caseworker"));
      };
      await passes();
      return {
        node,
        releaseDay: async () => {
          clock.set(RELEASE_DAY);
          await passes();
          await node.moveReleases();
          await node.federation.drain();
        },
        folder: copy,
        deskOf: (name) => deskIn(node, name),
        [Symbol.asyncDispose]: () => node.close(),
      };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function deskIn({ store, vault }: RunningNode, name: string): Promise<VaultDesk> {
  const { id } = sure((await store.staffDesk.list()).find((one) => one.name === name));
  const opened = await vault.door.unlock(id, PASSPHRASE);
  if (!opened.ok) throw new Error(opened.error.type);
  return sure(await vault.door.desk(id, opened.value.token));
}

/** The machine seems to have slept, and somebody says that its clock is right: that gate is not what is tried. */
async function looksAtClock({ vault }: RunningNode, desk: VaultDesk): Promise<void> {
  const { clockAhead } = await vault.door.state();
  if (clockAhead !== undefined) await desk.confirmClock(clockAhead.now);
}

async function workersTell(node: RunningNode, words: Words): Promise<readonly CaseId[]> {
  // The box of coded records is made by whoever holds it.
  await deskIn(node, "proposer");
  const caseworker = await deskIn(node, "caseworker");
  for (let told = 0; told < WORKERS; told += 1) {
    const on = (field: string): string => words(`${field} of report ${told}`);
    await node.vault.intakes.submit(
      {
        language: sure(languageTag("en")),
        happened: ["wages"],
        story: on("story"),
        where: on("where"),
        when: on("when"),
        work: on("work"),
        employer: on("employer"),
        consents: ["C2"],
        files: [],
      },
      { code: "none", channel: "web", quarantined: false },
    );
  }
  const cases = await allCases(caseworker);
  for (const [number, id] of cases.entries()) {
    const name = words(`household ${number}`);
    const details = words(`details of household ${number}`);
    const employer = await caseworker.register.add({ kind: "employer", name, details }, "other");
    if (!employer.ok) throw new Error(employer.error.type);
    for (const done of [
      await caseworker.cases.verify(id),
      await caseworker.cases.code(id, codingWith(employer.value.id)),
    ])
      if (!done.ok) throw new Error(done.error.type);
  }
  return cases;
}

async function allCases({ cases }: VaultDesk): Promise<readonly CaseId[]> {
  const found: CaseId[] = [];
  for (let page = await cases.list({}); ; page = await cases.list({ after: sure(page.next) })) {
    found.push(...page.items.map(({ id }) => id));
    if (page.next === undefined) return found;
  }
}

const codingWith = (employer: RegisterId): Coding => ({
  kinds: ["wage.unpaid"],
  mainAbuse: "wages",
  sector: sure(sector("isic4:T97")),
  place: sure(region("LB-BA")),
  origin: sure(region("NP")),
  adult: true,
  employer,
  recruitment: { chain: [], fees: [] },
});
