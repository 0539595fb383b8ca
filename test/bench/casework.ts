import { argon2, createCipheriv, diffieHellman, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CASES_A_PAGE, type CaseId } from "@commonhall/vault";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft, FIRST_STAFF, PASSPHRASE, tag } from "@commonhall/testkit/network";
import { atDesk, unlocked } from "../at-desk.ts";
import { readable, Visitor } from "../visitor.ts";
import type { Figure } from "./figures.ts";
import { milliseconds, perSecond } from "./measure.ts";

const CASES = 5000;
const FEW = 500;
const READERS = ["ana", "bo", "cleo"] as const;
const NEWCOMER = "dora";
/** How long a colleague is given cases before it is asked how far that is; all of them would take minutes. */
const SHARED_FOR_MS = 6000;

/** What is sealed: telling, opening, unlocking, a list of five thousand, and a colleague who is given all of them. */
export async function benchCasework(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  const node = await startNode({ dataFolder: join(folder, "data"), listen: "127.0.0.1:0", clock: Date.now });
  try {
    await prepare(node);
    await tell(node, FEW);
    const few = await listTimes(node, FEW);
    const single = await singleTimes(node);
    const limits = { ...sealingLimits(), argon2id: single.argon2id };
    await tell(node, CASES - FEW);
    const all = await listTimes(node, CASES);
    const shared = await shareAll(node);
    return [
      ...limitFigures(limits),
      ...singleFigures(single, limits),
      ...listFigures(few, all),
      ...shareFigures(shared, all),
    ];
  } finally {
    await node.close();
    await rm(folder, { recursive: true });
  }
}

interface SealingLimits {
  /** Milliseconds of one Argon2id with 64 MiB and three passes, as the vault has it. */
  readonly argon2id: number;
  /** Key pairs and agreements over X25519 a second: one is needed for each reader of whatever is sealed. */
  readonly x25519: number;
  /** Buckets of 4 KiB a second through AES-256-GCM. */
  readonly aes: number;
}

/** Argon2id by itself, among the same other work as what is made of it. */
const stretch = () =>
  new Promise<void>((resolve, reject) => {
    const how = { message: "x", nonce: randomBytes(16), parallelism: 1, memory: 65_536, passes: 3, tagLength: 32 };
    argon2("argon2id", how, (error) => (error === null ? resolve() : reject(error)));
  });

function sealingLimits(): Omit<SealingLimits, "argon2id"> {
  const { publicKey } = generateKeyPairSync("x25519");
  const [key, bucket] = [randomBytes(32), randomBytes(4096)];
  return {
    x25519: perSecond(() => diffieHellman({ privateKey: generateKeyPairSync("x25519").privateKey, publicKey })),
    aes: perSecond(() => {
      const cipher = createCipheriv("aes-256-gcm", key, randomBytes(12));
      cipher.update(bucket);
      cipher.final();
    }),
  };
}

/** The quickest of some: whatever else the machine does only ever slows. */
async function best(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let index = 0; index < count; index++) all.push(await milliseconds(() => work(index)));
  return Math.min(...all);
}

/** Three caseworkers, and a fourth whom two of them have signed in and who can open nothing yet. */
async function prepare({ federation, store, vault }: RunningNode): Promise<void> {
  const names = [...READERS, NEWCOMER];
  const staff = names.map((name) => ({ name, roles: ["caseworker"] as const, passphrase: PASSPHRASE }));
  const made = await federation.commands.setUp(centreDraft("bench"), [...FIRST_STAFF, ...staff]);
  if (!made.ok) throw new Error(made.error.type);
  const members = await store.staffDesk.list();
  const person = (name: string) => {
    const member = members.find((one) => one.name === name);
    if (member === undefined) throw new Error(`${name} is not there`);
    return { id: member.id, roles: member.roles, passphrase: PASSPHRASE };
  };
  const founded = await vault.found(READERS.map(person));
  if (!founded.ok) throw new Error(founded.error.type);
  await vault.enrol(person(NEWCOMER));
  for (const name of ["ana", "bo"]) {
    const desk = await deskOf({ store, vault }, name);
    const [candidate] = await desk.keys.candidates();
    if (candidate !== undefined) await desk.keys.sign(candidate.fingerprint);
  }
}

async function deskOf({ store, vault }: Pick<RunningNode, "store" | "vault">, name: string) {
  const member = (await store.staffDesk.list()).find((one) => one.name === name);
  const opened = member === undefined ? undefined : await vault.door.unlock(member.id, PASSPHRASE);
  const desk =
    member !== undefined && opened?.ok === true ? await vault.door.desk(member.id, opened.value.token) : undefined;
  if (desk === undefined) throw new Error(`${name} cannot unlock`);
  return desk;
}

const report = {
  language: tag("en"),
  happened: ["wages"],
  story: "They keep my passport, and I have had no pay since May. ".repeat(46),
  consents: ["C1"],
  files: [],
} as const;
const HOW = { code: "none", channel: "web", quarantined: false } as const;

/** A hundred at once, so that those that wait for the disk wait together. */
async function tell({ vault }: RunningNode, count: number): Promise<void> {
  for (let told = 0; told < count; told += 100) {
    await Promise.all(Array.from({ length: Math.min(100, count - told) }, () => vault.intakes.submit(report, HOW)));
  }
}

interface Single {
  readonly argon2id: number;
  readonly sealing: number;
  readonly withCode: number;
  readonly opening: number;
  readonly unlocking: number;
}

async function singleTimes(node: RunningNode): Promise<Single> {
  const { intakes } = node.vault;
  const desk = await deskOf(node, "ana");
  const { items } = await desk.cases.list({});
  const slow = { argon2id: [] as number[], withCode: [] as number[], unlocking: [] as number[] };
  for (let turn = 0; turn < 9; turn++) {
    slow.argon2id.push(await milliseconds(stretch));
    slow.withCode.push(await milliseconds(() => intakes.submit(report, { ...HOW, code: "wanted" })));
    slow.unlocking.push(await milliseconds(() => deskOf(node, "ana")));
  }
  return {
    argon2id: Math.min(...slow.argon2id),
    withCode: Math.min(...slow.withCode),
    unlocking: Math.min(...slow.unlocking),
    sealing: await best(51, () => intakes.submit(report, HOW)),
    opening: await best(49, (index) => desk.cases.open(items[index]?.id as CaseId)),
  };
}

interface ListTimes {
  /** Reading a page as the vault gives it, in the beginning and in the middle of all. */
  readonly first: number;
  readonly middle: number;
  /** The first page over HTTP, as a caseworker has it. */
  readonly page: number;
}

async function listTimes(node: RunningNode, count: number): Promise<ListTimes> {
  const desk = await deskOf(node, "ana");
  const after = await middleOf(desk.cases, count);
  const visitor = await caseworker(node);
  const page = await visitor.open("/desk/cases");
  const shown = new Set(page.html.match(/\/desk\/cases\/[\w-]{20,}/g));
  if (shown.size !== CASES_A_PAGE) throw new Error(`${shown.size} cases are shown`);
  return {
    first: await best(15, () => desk.cases.list({})),
    middle: await best(15, () => desk.cases.list({ after })),
    page: await best(9, () => visitor.open("/desk/cases")),
  };
}

/** Where the page in the middle begins. */
async function middleOf(cases: Awaited<ReturnType<typeof deskOf>>["cases"], count: number): Promise<string> {
  let mark: string | undefined;
  for (let page = 0; page < count / CASES_A_PAGE / 2; page++) {
    mark = (await cases.list(mark === undefined ? {} : { after: mark })).next;
  }
  if (mark === undefined) throw new Error(`There are not ${count} cases`);
  return mark;
}

const caseworker = async ({ origin }: RunningNode): Promise<Visitor> =>
  unlocked(await atDesk(new Visitor(origin), "ana", PASSPHRASE), PASSPHRASE);

interface Shared {
  /** Until the first page said how far it is. */
  readonly firstPage: number;
  readonly perSecond: number;
  /** The list over HTTP meanwhile. */
  readonly page: number;
}

/** At the desk: one button, and a page that says how many are done. */
async function shareAll(node: RunningNode): Promise<Shared> {
  const { store } = node;
  const visitor = await caseworker(node);
  const member = (await store.staffDesk.list()).find(({ name }) => name === NEWCOMER)?.id ?? "";
  const keys = await visitor.open("/desk/keys");
  const press = () => visitor.send(keys, { form: "/desk/keys/share-all", fill: { member } });
  const start = performance.now();
  let progress = progressOn((await press()).html);
  const firstPage = performance.now() - start;
  const page = await best(5, () => visitor.open("/desk/cases"));
  while (performance.now() - start < SHARED_FOR_MS) progress = progressOn((await press()).html);
  return { firstPage, perSecond: (progress * 1000) / (performance.now() - start), page };
}

function progressOn(html: string): number {
  const [, done, of] = /<progress value="(\d+)" max="(\d+)"/.exec(html) ?? [];
  if (Number(of) < CASES) throw new Error(`No progress is shown: ${readable(html).slice(0, 500)}`);
  return Number(done);
}

const ms = (name: string, value: number): Figure => ({ name, value, unit: "ms" });

const limitFigures = ({ argon2id, x25519, aes }: SealingLimits): Figure[] => [
  ms("limit: Argon2id, 64 MiB and 3 passes", argon2id),
  { name: "limit: X25519 key pairs and agreements", value: x25519, unit: "/s" },
  { name: "limit: AES-256-GCM of 4 KiB", value: aes, unit: "/s" },
];

/** Agreements: one for each of three readers, one for the report and one for what the list shows. */
function singleFigures(
  { sealing, withCode, opening, unlocking }: Single,
  { argon2id, x25519 }: SealingLimits,
): Figure[] {
  const agreements = (count: number) => ({ name: `${count} agreements over X25519`, value: (count * 1000) / x25519 });
  const argon = { name: "Argon2id", value: argon2id };
  return [
    { ...ms("a report is sealed and kept", sealing), against: agreements(READERS.length + 2) },
    { ...ms("… with a code", withCode), against: argon, aim: { atMost: 1.5 } },
    { ...ms("a case is opened", opening), against: agreements(3) },
    { ...ms("keys are unlocked", unlocking), against: argon, aim: { atMost: 1.5 } },
  ];
}

function listFigures(few: ListTimes, all: ListTimes): Figure[] {
  const [count, fewer] = [CASES.toLocaleString("en"), `of ${FEW}`];
  const figure = (name: string, value: number, than: number): Figure => ({
    ...ms(`${name} of ${count} cases`, value),
    against: { name: fewer, value: than },
    aim: { atMost: 2 },
  });
  return [
    figure("first fifty", all.first, few.first),
    figure("fifty in the middle", all.middle, few.middle),
    figure("first page over HTTP", all.page, few.page),
  ];
}

const shareFigures = (shared: Shared, all: ListTimes): Figure[] => [
  { name: "cases given to a colleague", value: shared.perSecond, unit: "/s" },
  ms(`so all ${CASES.toLocaleString("en")} would take`, (CASES * 1000) / shared.perSecond),
  { ...ms("until the page says how far it is", shared.firstPage), aim: { atMost: 5000 } },
  { ...ms("a page of the list meanwhile", shared.page), against: { name: "otherwise", value: all.page } },
];
