import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnNode, type SpawnedNode } from "@commonhall/testkit/network";
import { atDesk, casesOf, choicesOf, does, unlock, unlocked } from "../at-desk.ts";
import { addMore, comeBack, tell, toTheLastScreen, type Told } from "../tell.ts";
import { readable, Visitor } from "../visitor.ts";
import { formsOf, plants, type Plants } from "./planted/plants.ts";
import { photograph, textFile } from "./planted/planted-files.ts";
import { searchFolder, seeker } from "./planted/seek.ts";

/*
 * A whole day of work on a node in a process of its own. Every text that anybody types, every file and its name, every
 * passphrase, code and paper, and who the visitors are, stands nowhere else in the world; and afterwards every byte that
 * the node left anywhere is looked at for each of them, in every way in which it could have been written.
 */

const REPORTS = 50;
/** A visitor's address that is no other's: all of 127/8 is this machine. */
const ADDRESS = "127.83.41.207";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "commonhall-planted-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("after a day of work, a backup and a crash nothing that anybody said can be read in any byte", async () => {
  const day = await begin();
  const codes = await tellAll(day);
  await enterAtTheCounter(day);
  const opened = await workOnCases(day);
  await answersAndMore(day, codes);
  await backUp(day);
  await whatCannotBeKept(day);
  await searchedInVain(day, "while it runs");

  await day.node.kill();
  await searchedInVain(day, "after SIGKILL");
  await day.starts();
  const ana = await desk(day, "ana");
  const page = await ana.open(`/desk/cases/${opened.id}`);
  expect(readable(page.html)).toContain(opened.note);
  expect(await day.node.end()).toBe(0);
  await searchedInVain(day, "after its end");
});

test("the search finds what is there, in every way in which it may be written", async () => {
  const { plant, all } = plants();
  for (let count = 0; count < 8; count += 1) plant(`text ${count}`);
  const seek = seeker(all);
  for (const [text, where] of all) {
    for (const [how, form] of formsOf(text)) {
      await writeFile(join(root, "a"), Buffer.concat([Buffer.from("x\u0000é"), form, Buffer.from("\u00ff")]));
      expect((await searchFolder(root, seek)).hits).toContain(`a: ${where} (${how})`);
    }
    const utf16 = Buffer.from(text, "utf16le");
    for (const bytes of [Buffer.from(text), utf16]) {
      for (let before = 0; before < 6; before += 1) {
        const amid = Buffer.concat([Buffer.from("stuff ".slice(0, before)), bytes, Buffer.from(" and more")]);
        for (const way of ["base64", "base64url", "hex", "latin1"] as const) {
          expect(seek(Buffer.from(amid.toString(way), "latin1")).size).toBeGreaterThan(0);
        }
      }
    }
    expect(seek(Buffer.from(new URLSearchParams({ text }).toString())).size).toBeGreaterThan(0);
  }
  const [[text, where] = ["", ""]] = all;
  await rm(join(root, "a"));
  await mkdir(join(root, text));
  expect((await searchFolder(root, seek)).hits).toEqual([expect.stringContaining(where)]);
});

interface Day {
  readonly plants: Plants;
  node: SpawnedNode;
  /** What every life of the process said, on both outputs. */
  readonly said: () => string;
  readonly starts: () => Promise<void>;
  readonly passphrases: Readonly<Record<string, string>>;
  /** A browser that nobody has used before, with what tells who it is. */
  readonly somebody: () => Visitor;
}

const STAFF = {
  first: "administrator, editor",
  ana: "caseworker",
  bo: "caseworker",
  hana: "helper",
  dina: "auditor",
} as const;

/** Data, pepper, temporary files, home and backups each in a folder below the one that is searched. */
async function begin(): Promise<Day> {
  const all = plants();
  const [dataFolder, tmp, home, keys] = ["data", "tmp", "home", "keys"].map((name) => join(root, "node", name));
  if (dataFolder === undefined || tmp === undefined || home === undefined || keys === undefined) throw new Error();
  for (const folder of [tmp, home, keys]) await mkdir(folder, { recursive: true });
  const environment = { TMPDIR: tmp, HOME: home, HALL_PEPPER_FILE: join(keys, "pepper") };
  const lives: SpawnedNode[] = [];
  const start = async (port?: number) => {
    const node = await spawnNode({ dataFolder, environment, ...(port === undefined ? {} : { port }) });
    lives.push(node);
    return node;
  };
  const node = await start();
  const passphrases = Object.fromEntries(
    Object.keys(STAFF).map((name) => [name, `my ${all.plant(`passphrase of ${name}`)}`]),
  );
  const people = Object.entries(STAFF).map(
    ([name, roles]) => `  - { name: ${name}, roles: [${roles}], passphrase: ${passphrases[name] ?? ""} }`,
  );
  const file = join(root, "centre.yaml");
  const about = "kind: centre\nhandle: hall\nname: A hall\nsummary: A hall.\nlanguages: [en]\nstaff:\n";
  await writeFile(file, about + people.join("\n"));
  expect((await node.hall("setup", file)).err).toBe("");
  all.note("the visitor's address", ADDRESS);
  const agent = all.plant("user agent");
  const day: Day = {
    plants: all,
    node,
    said: () => lives.map(({ said }) => said()).join("\n"),
    starts: async () => {
      day.node = await start(Number(new URL(node.origin).port));
    },
    passphrases,
    somebody: () =>
      new Visitor(node.origin, {
        localAddress: ADDRESS,
        headers: {
          "user-agent": `Mozilla/5.0 ${encodeURIComponent(agent)}`,
          "x-forwarded-for": all.plant("forwarded address").replace(/[^ -~]/g, ""),
          referer: `https://search.example/?q=${encodeURIComponent(all.plant("referrer"))}`,
        },
      }),
  };
  return day;
}

async function desk(day: Day, name: keyof typeof STAFF): Promise<Visitor> {
  const passphrase = day.passphrases[name] ?? "";
  const visitor = await atDesk(day.somebody(), name, passphrase);
  return name === "first" || name === "hana" ? visitor : unlocked(visitor, passphrase);
}

function report({ plants: { plant } }: Day, number: number): Told {
  const on = (field: string) => plant(`${field} of report ${number}`);
  const name = `${on("file name")}.${number % 5 === 0 ? "png" : "txt"}`;
  const inside = on("file");
  return {
    language: ["en", "ne", "ar", "bn"][number % 4] ?? "en",
    happened: ["wages", "documents"],
    story: `${on("story")}\r\nand ${on("second line of the story")}`,
    where: on("where"),
    when: on("when"),
    work: on("work"),
    employer: on("employer"),
    how: "phone",
    details: on("contact"),
    times: on("times"),
    consents: ["C1", "C2"],
    files: number % 5 === 0 ? [photograph(name, inside)] : [textFile(name, inside)],
  };
}

/** Fifty reports. In the middle of one the process is killed, and comes back. */
async function tellAll(day: Day): Promise<readonly string[]> {
  const { plant, note } = day.plants;
  const codes: string[] = [];
  for (let number = 0; number < REPORTS; number += 1) {
    const worker = day.somebody();
    if (number === REPORTS / 2) {
      const last = await toTheLastScreen(worker, report(day, number));
      const sending = worker.send(last, { go: "send", files: report(day, number).files ?? [] });
      await Promise.all([sending.catch(() => undefined), day.node.kill()]);
      await day.starts();
    }
    const code = await tell(worker, report(day, number));
    note(`code ${number}, in groups`, code);
    note(`code ${number}`, code.replaceAll(" ", ""));
    codes.push(code);
    expect(worker.cookiesFrom).toEqual([]);
  }
  // Whatever else can be asked for, with words of one's own in every place.
  const curious = day.somebody();
  for (const path of ["/", "/page", "/page/code", "/desk", "/report", "/nothing", "/setup", "/api", "/page/x"]) {
    await curious.open(`${path}?q=${encodeURIComponent(plant(`query of ${path}`))}`);
    await curious.post(path, new URLSearchParams({ story: plant(`form to ${path}`), code: codes[0] ?? "" }));
  }
  await curious.open(`/${encodeURIComponent(plant("address"))}`);
  return codes;
}

/** Somebody of the centre types in what is told at the counter. */
async function enterAtTheCounter(day: Day): Promise<void> {
  const { plant, note } = day.plants;
  const hana = await desk(day, "hana");
  for (let number = 0; number < 3; number += 1) {
    const on = (field: string) => plant(`${field} of helper's report ${number}`);
    const texts = {
      story: on("story"),
      where: on("where"),
      when: on("when"),
      work: on("work"),
      employer: on("employer"),
    };
    const contact = { contact: "phone", "contact-details": on("contact"), "contact-times": on("times") };
    const done = await does(hana, "/desk/enter", "/desk/enter", {
      happened: "wages",
      ...texts,
      ...contact,
      code: "wanted",
    });
    const [code = ""] = /\d{4} \d{4} \d{4} \d{4} \d{4}/.exec(done.html) ?? [];
    expect(code).not.toBe("");
    note(`helper's code ${number}`, code);
    note(`helper's code ${number}, in one`, code.replaceAll(" ", ""));
  }
}

/** What caseworkers do in a day. Answers one case that stays, and a note in it. */
async function workOnCases(day: Day): Promise<{ readonly id: string; readonly note: string }> {
  const { plant } = day.plants;
  const mistaken = await atDesk(day.somebody(), "ana", day.passphrases["ana"] ?? "");
  await unlock(mistaken, plant("wrong passphrase"));
  const [ana, bo] = [await desk(day, "ana"), await desk(day, "bo")];
  for (const kind of ["person", "employer", "recruiter"]) {
    for (const count of [1, 2]) {
      const fill = { kind, name: plant(`${kind} ${count}`), details: plant(`details of ${kind} ${count}`) };
      await does(ana, "/desk/register", "/desk/register", fill);
    }
  }
  const waiting = (await casesOf(ana)).slice(0, 6);
  expect(waiting).toHaveLength(6);
  let kept = { id: "", note: "" };
  for (const [number, id] of waiting.entries()) {
    const at = `/desk/cases/${id}`;
    const on = (field: string) => plant(`${field} of case ${number}`);
    const first = await ana.open(at);
    if (first.html.includes(`${at}/accept`)) await does(ana, at, `${at}/accept`);
    await does(ana, at, `${at}/verify`);
    const note = on("note");
    await does(ana, at, `${at}/name`, { title: on("title") });
    await does(ana, at, `${at}/note`, { note });
    await does(ana, at, `${at}/reply`, { reply: on("reply") });
    await does(ana, at, `${at}/task`, { "task-kind": "visa", "task-text": on("task"), "task-due": "2030-01-02" });
    await code(day, ana, at, number);
    await does(ana, `${at}/consent`, `${at}/consent`, { level: "C4", text: on("consent to a text") });
    const referral = { organisation: on("organisation"), purpose: on("purpose"), until: "2030-01-02" };
    await does(ana, `${at}/consent`, `${at}/consent`, { level: "R", ...referral, taught: "yes" });
    for (const [, file = ""] of (await ana.open(at)).html.matchAll(/href="([^"]*\/files\/[^"]*)"/g))
      await ana.open(file);
    if (number === 1) {
      await does(ana, `${at}/end`, `${at}/hold`, { "hold-reason": on("reason to hold"), "hold-until": inAMonth() });
      await does(bo, `${at}/end`, `${at}/agree`);
    }
    if (number === 2) await shutOutAndShare(ana, bo, at);
    if (number === 3)
      await does(ana, `${at}/end`, `${at}/conclude`, { outcome: "partly", conclusion: on("conclusion") });
    if (number === 4) await does(ana, `${at}/end`, `${at}/erase`, { sure: "yes" });
    if (number === 5) kept = { id, note };
  }
  await (await desk(day, "dina")).open("/desk/audit");
  return kept;
}

const inAMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

async function code({ plants: { plant } }: Day, ana: Visitor, at: string, number: number): Promise<void> {
  const form = `${at}/coding`;
  const page = await ana.open(form);
  const [person = ""] = choicesOf(page, form, "person");
  const [employer = ""] = choicesOf(page, form, "employer");
  const [recruiter = ""] = choicesOf(page, form, "agent.0");
  expect([person, employer, recruiter]).not.toContain("");
  const chosen = { person, employer, "agent.0": recruiter, adult: "yes", level: "medium" };
  const on = (field: string) => plant(`${field} of case ${number}`);
  await does(ana, form, form, { ...chosen, reason: on("reason"), promised: on("promised"), signed: on("signed") });
}

async function shutOutAndShare(ana: Visitor, bo: Visitor, at: string): Promise<void> {
  const { html } = await ana.open(`${at}/people`);
  const [, block = ""] = /\/take-back"[^>]*>([\s\S]*?)<\/form>/.exec(html) ?? [];
  const [, member = ""] = /name="member" value="([^"]*)"/.exec(block) ?? [];
  await does(ana, `${at}/people`, `${at}/take-back`, { member });
  expect((await bo.open(at)).status).toBe(404);
  await does(ana, `${at}/people`, `${at}/share`, { member });
  expect((await bo.open(at)).status).toBe(200);
}

/** Workers come back: read, write more, take their consent back; somebody tries a code that is none. */
async function answersAndMore({ plants: { plant }, somebody }: Day, codes: readonly string[]): Promise<void> {
  for (const [number, code] of codes.slice(0, 8).entries()) {
    const worker = somebody();
    const page = await comeBack(worker, code);
    expect(page.status).toBe(200);
    const more = [textFile(plant(`name of added file ${number}`), plant(`added file ${number}`))];
    const added = await addMore(worker, page, plant(`addition ${number}`), more);
    expect(added.status).toBe(200);
    if (number === 0) await worker.send(page, { form: "/page/code", fill: { step: "withdraw" }, go: "withdraw" });
    expect(worker.cookiesFrom).toEqual([]);
  }
  const guesser = somebody();
  await guesser.send(await guesser.open("/page/code"), { go: "open", fill: { code: plant("what is no code") } });
}

/** The recovery key needs two: one makes it, the other signs. Its papers are secrets too. */
async function backUp(day: Day): Promise<void> {
  const [ana, bo] = [await desk(day, "ana"), await desk(day, "bo")];
  const { html } = await does(ana, "/desk/keys/recovery", "/desk/keys/recovery", { needed: "2", shares: "3" });
  const papers = [...html.matchAll(/<p class="paper-digits">([\s\S]*?)<\/p>/g)].map(([, paper = ""]) =>
    readable(paper).trim(),
  );
  expect(papers).toHaveLength(3);
  for (const [number, paper] of papers.entries()) {
    day.plants.note(`paper ${number}`, paper);
    day.plants.note(`paper ${number}, in one`, paper.replaceAll(" ", ""));
  }
  await does(bo, "/desk/keys", "/desk/keys/sign");
  expect((await day.node.hall("backup", join(root, "node", "backup"))).err).toBe("");
}

/** Somebody else holds the file, so a report cannot be kept: the page has it all, and the log a kind of error. */
async function whatCannotBeKept({ plants: { plant }, somebody, node, said }: Day): Promise<void> {
  const worker = somebody();
  const story = plant("story that could not be kept");
  const last = await toTheLastScreen(worker, { story, files: [] });
  const other = new Sqlite(join(node.dataFolder, "vault", "data.db"));
  other.exec("begin immediate");
  const refused = await worker.send(last, {
    go: "send",
    files: [textFile("a.txt", plant("file that could not be kept"))],
  });
  other.exec("rollback");
  other.close();
  expect([refused.status, readable(refused.html).includes(story)]).toEqual([503, true]);
  expect(said()).toMatch(/^error a report could not be kept error=\w+(?: [A-Z0-9_]+)?$/m);
}

async function searchedInVain(day: Day, when: string): Promise<void> {
  const seek = seeker(day.plants.all);
  // A copy, so that nothing changes while it is read.
  const copy = join(root, "copy");
  await cp(join(root, "node"), copy, { recursive: true });
  await writeFile(join(copy, "said"), day.said());
  const { hits, files, bytes } = await searchFolder(copy, seek);
  await rm(copy, { recursive: true });
  expect(hits, when).toEqual([]);
  const kinds = ["data/hall.sqlite", "data/vault/data.db", "data/vault/keyring.db", "keys/pepper", "said"];
  expect(files, when).toEqual(expect.arrayContaining(kinds));
  expect(
    files.filter((file) => file.startsWith("backup/")),
    when,
  ).toHaveLength(3);
  expect(bytes, when).toBeGreaterThan(REPORTS << 20);
  expect(day.plants.all.size).toBeGreaterThan(REPORTS * 12);
}
