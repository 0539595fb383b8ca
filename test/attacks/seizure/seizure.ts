import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atDesk, casesOf, does, unlocked } from "../../at-desk.ts";
import { addMore, comeBack, tell } from "../../tell.ts";
import { Visitor } from "../../visitor.ts";
import { UNTRIED, type Outcome } from "../bulletins/outcome.ts";
import { filledHall, PASSPHRASE, type FilledHall, type OpenHall } from "../hall/filled-hall.ts";
import { textFile } from "../planted/planted-files.ts";
import { plants, type Plants } from "../planted/plants.ts";
import { searchFolder, seeker } from "../planted/seek.ts";

/**
 * A10: a centre whose machine is taken away on the evening of a release day. In every field in which somebody can write
 * stands a text that stands nowhere else in the world; whatever the machine holds, said, and answered to whoever is not
 * a caseworker is searched for each of them, in every way in which it could be written. How many can be read?
 */
export async function seizure(): Promise<readonly Outcome[]> {
  const planted = plants();
  await using hall = await filledHall((field) => planted.plant(field));
  const { found, bytes, answers } = await seized(hall, planted);
  return [
    {
      attack: "A10",
      metric: "planted texts that a taken machine, its log or its answers show",
      pass: { most: 0 },
      moonshot: UNTRIED,
      measured: found.length,
      beside:
        `${planted.all.size} planted, ${(bytes / (1 << 20)).toFixed(0)} MiB searched, ${answers} answers among them; ` +
        `the moonshot, the memory of the running program, is not tried` +
        (found.length === 0 ? "" : `; the first: ${found[0]}`),
    },
  ];
}

interface Seized {
  /** What was read, and where. */
  readonly found: readonly string[];
  readonly bytes: number;
  readonly answers: number;
}

/** The folder with all that the program left in it, and beside it what it said and answered. */
export async function seized(filled: FilledHall, planted: Plants, leak?: (folder: string) => Promise<void>) {
  const said: string[] = [];
  const say = (...words: readonly unknown[]): void => void said.push(JSON.stringify(words));
  await using hall = await filled.open({ log: { info: say, warn: say, error: say } });
  const answers: Buffer[] = [];
  await workersAndStaff(hall, planted);
  await release(hall, filled);
  for (const path of OPEN_TO_ALL) answers.push((await new Visitor(hall.node.origin).open(path)).bytes);
  for (const name of ["administrator", "editor", "helper"]) answers.push(...(await deskOf(hall, filled, name)));
  for (const { object } of await hall.node.store.bulletinViews.list({}))
    answers.push((await new Visitor(hall.node.origin).open(new URL(object).pathname)).bytes);
  const root = await mkdtemp(join(tmpdir(), "commonhall-seized-"));
  try {
    await cp(hall.folder, join(root, "node"), { recursive: true });
    await writeFile(join(root, "said"), said.join("\n"));
    await writeFile(join(root, "answers"), Buffer.concat(answers));
    await leak?.(root);
    const { hits, bytes } = await searchFolder(root, seeker(planted.all));
    return { found: hits, bytes, answers: answers.length } satisfies Seized;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const OPEN_TO_ALL = [
  "/",
  "/bulletins",
  "/bulletins.csv",
  "/feed",
  "/atom.xml",
  "/page",
  "/page/code",
  "/calls",
  "/nodeinfo/2.1",
];
/** Of whoever is no caseworker. */
const DESK = ["/desk", "/desk/arrived", "/desk/bulletins", "/desk/deliveries", "/desk/staff", "/desk/enter"];

async function deskOf(hall: OpenHall, { cases }: FilledHall, name: string): Promise<readonly Buffer[]> {
  const visitor = await atDesk(new Visitor(hall.node.origin), name, PASSPHRASE);
  const views: Buffer[] = [];
  for (const path of [...DESK, `/desk/cases/${cases[0]}`, "/desk/register"])
    views.push((await visitor.open(path)).bytes);
  return views;
}

/** Two more tell at the door, with files and ways to reach them; a caseworker works on it, and one comes back. */
async function workersAndStaff({ node }: OpenHall, { plant, note }: Plants): Promise<void> {
  const worker = new Visitor(node.origin, {
    headers: { "user-agent": encodeURIComponent(plant("user agent")), referer: encodeURIComponent(plant("referrer")) },
  });
  const code = await tell(worker, {
    story: plant("story at the door"),
    where: plant("where at the door"),
    when: plant("when at the door"),
    work: plant("work at the door"),
    employer: plant("employer at the door"),
    how: "phone",
    details: plant("contact at the door"),
    times: plant("times at the door"),
    happened: ["wages"],
    consents: ["C1", "C2"],
    files: [textFile(`${plant("name of a file")}.txt`, plant("file"))],
  });
  note("code", code);
  note("code, in one", code.replaceAll(" ", ""));
  const visitor = await atDesk(new Visitor(node.origin), "caseworker", PASSPHRASE);
  const caseworker = await unlocked(visitor, PASSPHRASE);
  const [id = ""] = await casesOf(caseworker, "new");
  for (const one of id === "" ? (await casesOf(caseworker)).slice(0, 1) : [id]) {
    const at = `/desk/cases/${one}`;
    if ((await caseworker.open(at)).html.includes(`${at}/accept`)) await does(caseworker, at, `${at}/accept`);
    await does(caseworker, at, `${at}/note`, { note: plant("note") });
    await does(caseworker, at, `${at}/name`, { title: plant("title") });
    await does(caseworker, at, `${at}/reply`, { reply: plant("reply") });
  }
  await addMore(worker, await comeBack(worker, code), plant("addition"));
}

async function release({ deskOf, releaseDay }: OpenHall, { candidates }: FilledHall): Promise<void> {
  for (const name of ["proposer", "approver"]) {
    const { release: room } = await deskOf(name);
    for (const id of candidates) {
      const done = await room.accept(id);
      if (!done.ok) throw new Error(done.error.type);
    }
  }
  await releaseDay();
}
