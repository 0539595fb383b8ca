import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { may, PERMISSIONS, ROLES, languageTag, type Permission, type Role } from "@commonhall/domain";
import type { Vault } from "@commonhall/vault";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hall, hallProgram } from "../../hall.ts";
import { openData } from "../../open-data.ts";
import { enrollingStaff } from "../../vault/enrolling-staff.ts";
import { openSealed } from "../../vault/open-sealed.ts";
import { pepperOf } from "../../vault/pepper.ts";
import { CASE_COMMANDS } from "./case.commands.ts";

const PASSPHRASE = "a long passphrase of six words";

const CENTRE = `
kind: centre
handle: centro
name: { en: Migrant Workers' Hall }
summary: { en: A hall. }
languages: [en]
regions: [LB]
sectors: ["isic4:T97"]
staff:
${ROLES.map((role) => `  - { name: ${role}, roles: [${role}], passphrase: ${PASSPHRASE} }`).join("\n")}
  - { name: second, roles: [caseworker], passphrase: ${PASSPHRASE} }
`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-case-"));
  await writeFile(join(folder, "centre.yaml"), CENTRE);
  expect(await run(["setup", "centre.yaml"])).toMatchObject({ code: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(words: readonly string[], input = "", data = "data") {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    environment: { HALL_DATA: join(folder, data), HALL_ORIGIN: "https://hall.example", HALL_TEST_NETWORK: "1" },
    folders: [folder],
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: () => Promise.resolve(input),
  };
  const code = await hall(words, io, { onEnd: () => undefined });
  const text = out.join("");
  return {
    code,
    err: err.join(""),
    out: text,
    json: words.includes("--json") && text !== "" ? JSON.parse(text) : undefined,
  };
}

const as = (name: string, words: readonly string[], text = "") =>
  run(["case", ...words, "--as", name, "--json"], `${PASSPHRASE}\n${text}`);

async function open(): Promise<Vault> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const options = { dataFolder: join(folder, "data"), pepperFile: join(folder, "data.pepper"), log };
  const sealed = await openSealed({ ...options, pepper: pepperOf(options), clock: Date.now });
  if (!sealed.ok) throw new Error(sealed.error.type);
  return sealed.value;
}

/** Somebody opens the address that they were given, and chooses a passphrase. */
async function rejoined(name: string, code: string): Promise<void> {
  const options = { dataFolder: join(folder, "data"), pepperFile: join(folder, "data.pepper") };
  const pepper = pepperOf({
    ...options,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const data = await openData(options, Date.now, pepper);
  const vault = await open();
  if (!data.ok) throw new Error(data.error.detail);
  const desk = enrollingStaff(data.value.staffDesk, vault);
  expect(await desk.join(code, { name, passphrase: `${PASSPHRASE} again` })).toMatchObject({ ok: true });
  await vault.close();
  await data.value.close();
}

/** A worker tells something by the form. */
async function report(story: string): Promise<void> {
  const sealed = await open();
  const language = languageTag("ne") ?? expect.fail();
  const intake = { language, happened: ["wages"], story, consents: [], files: [] } as const;
  await sealed.intakes.submit(intake, { code: "wanted", channel: "web", quarantined: false });
  await sealed.close();
}

const listed = async (name: string): Promise<readonly { id: string; status: string }[]> =>
  (await as(name, ["list"])).json.items;

describe("a case from the command line", () => {
  test("is opened, coded, answered, shared, taken back and erased by caseworkers", async () => {
    await report("They took my passport");
    const [line = expect.fail()] = await listed("caseworker");
    const { id } = line;
    expect(line.status).toBe("unverified");
    expect((await as("caseworker", ["show", id])).json.told[0].texts.story).toBe("They took my passport");
    for (const [words, text] of [
      [["verify", id]],
      [["name", id], "House on the hill"],
      [["note", id], "Called on Sunday\nand on Monday"],
      [["reply", id], "Come on Sunday"],
      [["task", id, "visa", "--due", "2099-01-01"], "Visa ends"],
      [["code", id], JSON.stringify({ kinds: ["fl07", "wage.unpaid"], recruitment: { chain: [], fees: [] } })],
      [["consent", id, "C2", "--in", "ne", "--taught"]],
    ] as const) {
      expect(await as("caseworker", words, text)).toMatchObject({ code: 0 });
    }
    const { json } = await as("second", ["show", id]);
    expect(json).toMatchObject({
      status: "open",
      title: "House on the hill",
      coding: { kinds: ["fl07", "wage.unpaid"] },
      notes: [{ text: "Called on Sunday\nand on Monday" }],
      replies: [{ text: "Come on Sunday" }],
      tasks: [{ kind: "visa", due: "2099-01-01", done: false }],
      broken: 0,
    });
    expect(await as("caseworker", ["take-back", id, "second"])).toMatchObject({ code: 0 });
    expect(await listed("second")).toEqual([]);
    expect(await as("second", ["show", id])).toMatchObject({ code: 1, err: "There is no such case.\n" });
    expect(await as("caseworker", ["share", id, "second"])).toMatchObject({ code: 0 });
    expect(await listed("second")).toHaveLength(1);
    expect(await as("caseworker", ["close", id, "--outcome", "solved"], "Paid")).toMatchObject({ code: 0 });
    expect(await as("caseworker", ["erase", id])).toMatchObject({ code: 0 });
    expect(await listed("caseworker")).toEqual([]);
    const { json: audit } = await as("auditor", ["audit"]);
    expect(audit.intact).toBe(true);
    expect(audit.lines.length).toBeGreaterThan(8);
    expect(JSON.stringify(audit)).not.toMatch(/passport|Sunday|hill/);
  });

  test("one employer is written in once: almost the same name has to be called another", async () => {
    const register = (name: string, typed: string, ...words: string[]) =>
      as(name, ["register", "employer", ...words], typed);
    expect(await register("caseworker", "Haddad Trading\nHarbour road")).toMatchObject({
      code: 0,
      json: { name: "Haddad Trading", details: "Harbour road" },
    });
    expect(await register("second", "Hadad Trading")).toMatchObject({ code: 1 });
    expect(await register("second", "Hadad Trading", "--other")).toMatchObject({ code: 0 });
    expect((await register("second", "", "Hadad Trading")).code).not.toBe(0);
  });

  test("a wrong passphrase opens nothing, and no text of it comes back", async () => {
    const refused = await run(["case", "list", "--as", "caseworker", "--json"], "another passphrase of six words");
    expect(refused).toEqual({ code: 1, err: "This passphrase opens nothing.\n", out: "", json: undefined });
    expect(await as("nobody", ["list"])).toMatchObject({ code: 2 });
    expect(await as("caseworker", ["show", "me"])).toMatchObject({ code: 2 });
  });
});

describe("copies of what is sealed", () => {
  test("need the recovery key, come back with enough of its papers, and bring back what the panic lock took", async () => {
    expect(await run(["backup", "copies", "--json"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("recovery key"),
    });
    const { papers } = (await as("caseworker", ["recovery"])).json;
    expect(papers).toHaveLength(3);
    const [candidate] = (await as("second", ["roster"])).json.candidates;
    expect(candidate).toMatchObject({ newRecovery: true, signed: [expect.any(String)], needed: 2 });
    expect(await as("second", ["sign", candidate.fingerprint])).toMatchObject({ code: 0 });
    await report("Told before the copy was made");
    const { json: files, code } = await run(["backup", "copies", "--json"]);
    expect(code).toBe(0);
    await report("Told after the copy was made");
    const two = `${papers[0]}\n${papers[2]}\n`;
    expect(await as("caseworker", ["drill"], two)).toMatchObject({ code: 0 });

    const sealed = await open();
    await sealed.door.lockDown("first");
    await sealed.close();
    expect(await as("caseworker", ["list"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("has been locked"),
    });
    expect(await run(["restore", files.keyring], papers[0])).toMatchObject({ code: 1, err: "2 papers are needed.\n" });
    expect(await run(["restore", files.keyring, "--json"], two)).toMatchObject({ code: 0, json: { shut: 1 } });
    const before = await listed("caseworker");
    expect(before).toHaveLength(1);

    await cp(join(folder, "data", "hall.sqlite"), join(folder, "elsewhere", "hall.sqlite"));
    expect(await run(["restore", files.keyring, files.data, "--json"], two, "elsewhere")).toMatchObject({
      code: 0,
      json: { shut: 0 },
    });
    expect(await run(["restore", files.keyring, files.data], two, "elsewhere")).toMatchObject({ code: 1 });
    const there = await run(["case", "list", "--as", "caseworker", "--json"], PASSPHRASE, "elsewhere");
    expect(there.json.items).toEqual(before);
  });

  test("a file that is not there, or is no copy, is told", async () => {
    expect(await run(["restore", "nothing"], "")).toMatchObject({ code: 2, err: "nothing: there is no such file\n" });
    expect(await run(["restore", "centre.yaml"], "")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no backup"),
    });
    expect(await run(["admit", "nobody"], "")).toMatchObject({ code: 2 });
    expect(await run(["admit", "helper"], "")).toMatchObject({ code: 1, err: "2 papers are needed.\n" });
  });

  test("let somebody back in whose passphrase is lost, and say what opens and what does not", async () => {
    const { papers } = (await as("caseworker", ["recovery"])).json;
    const [candidate] = (await as("second", ["roster"])).json.candidates;
    await as("second", ["sign", candidate.fingerprint]);
    await report("Told after the new papers were made");
    const made = await run(["invite-again", "second", "--json"]);
    expect(made.json.url).toMatch(/^https:\/\/hall\.example\/desk\/join\/[\w-]{22}$/);
    expect(await run(["invite-again", "nobody"])).toMatchObject({ code: 2 });
    await rejoined("second", made.json.url.split("/").at(-1));
    const admitted = await run(["admit", "second", "--json"], `${papers[0]}\n${papers[1]}\n`);
    const closed = { noRecovery: 0, olderRecovery: 1, noKey: 1, changed: 0 };
    expect(admitted).toMatchObject({ code: 0, json: { name: "second", cases: 1, closed } });
    const again = await run(["admit", "second"], `${papers[0]}\n${papers[1]}\n`);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain("second can open 1 of 3 cases.\n1 are sealed to the recovery key of before");
    expect(await run(["admit", "helper"], `${papers[0]}\n${papers[1]}\n`)).toMatchObject({
      code: 1,
      err: expect.stringContaining("no caseworker with keys"),
    });
  });
});

describe("the commands and the roles", () => {
  const ID = "0".repeat(32);
  const names = (command: Command): string[] =>
    command.commands.flatMap((one) =>
      one.commands.length > 0 ? names(one).map((name) => `${one.name()} ${name}`) : [one.name()],
    );

  /** Who may give which command of casework, written down once more by hand. */
  const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
    ...Object.fromEntries(
      "list show file accept verify name note reply code share take-back task consent close reopen confirm hold agree end-hold erase register recovery drill"
        .split(" ")
        .map((name) => [name, ["caseworker"]]),
    ),
    sign: ["caseworker", "proposer", "approver"],
    roster: ["caseworker", "proposer", "approver", "auditor"],
    audit: ["auditor"],
  };

  /** These ask for no passphrase: whoever has the machine's account may give them, and none of them opens a report. */
  const OF_THE_MACHINE =
    "serve setup publish update delete renew close safe pledge pledges follow unfollow following followers timeline deliveries domain endorse invite go-on apart attest ally alliance feed feeds backup drill restore check export import move redirect admit invite-again migrate-store".split(
      " ",
    );

  test("every command is written down here: who may give it, or that it needs the machine's account only", () => {
    const io = { environment: {}, folders: [], out: () => undefined, err: () => undefined, input: async () => "" };
    const program = hallProgram(io, { onEnd: () => undefined }, () => undefined);
    const expected = [...OF_THE_MACHINE, "bulletins simulate", ...Object.keys(ALLOWED).map((name) => `case ${name}`)];
    expect(names(program).toSorted()).toEqual(expected.toSorted());
  });

  test.each(CASE_COMMANDS.map(({ usage, permission }): [string, Permission] => [usage, permission]))(
    "hall case %s is for those who may, and nothing is asked of others",
    async (usage, permission) => {
      const [name = "", ...rest] = usage.split(" ");
      expect(ROLES.filter((role) => may([role], permission))).toEqual(
        ROLES.filter((role) => ALLOWED[name]?.includes(role)),
      );
      const words = rest.map((word) =>
        word === "<id>" ? ID : word === "<kind>" ? "other" : word === "<level>" ? "C1" : "second",
      );
      const needed: Readonly<Record<string, readonly string[]>> = {
        close: ["--outcome", "solved"],
        hold: ["--until", "2099-01-01"],
        consent: ["--in", "en"],
      };
      for (const role of ROLES.filter((one) => ALLOWED[name]?.includes(one) !== true)) {
        const refused = await as(role, [name, ...words, ...(needed[name] ?? [])]);
        expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("This is for ") });
      }
    },
  );

  test("every permission of the vault is one that some command or page asks for", () => {
    expect(Object.keys(PERMISSIONS)).toEqual(expect.arrayContaining(CASE_COMMANDS.map(({ permission }) => permission)));
  });
});
