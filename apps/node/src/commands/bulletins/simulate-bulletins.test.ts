import type { Bulletin } from "@commonhall/domain";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hall } from "../../hall.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-simulate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
});

async function run(...words: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    // No data folder: nothing of a node is there, nor is made.
    environment: { HALL_DATA: join(folder, "nowhere") },
    folders: [folder],
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: () => Promise.resolve(""),
  };
  const code = await hall(["bulletins", "simulate", ...words], io, { onEnd: () => undefined });
  return { code, out: out.join(""), err: err.join("") };
}

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const read = (name: string) => readFile(join(folder, name), "utf8");
const lines = async <T>(name: string): Promise<readonly T[]> =>
  (await read(name))
    .trimEnd()
    .split("\n")
    .map((line): T => JSON.parse(line));

const ONE = {
  id: "c1",
  person: "p1",
  verified: "2026-03",
  place: "QA-DA",
  sector: "household",
  origin: "034",
  abuse: ["wages", "documents"],
  employer: "e17",
  recruiter: "r3",
  adult: true,
  consent: "C2",
  hold: false,
  node: "n1",
};
const many = (count: number, more: object = {}): readonly string[] =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ ...ONE, id: `c${n}`, person: `p${n}`, employer: `e${n}`, recruiter: null, ...more }),
  );
const ASKED = ["--country", "QA", "--until", "2027-12", "--seed", "7", "--out", "out.jsonl"];

describe("hall bulletins simulate", () => {
  test("writes what a node with these cases would publish, and who is in it", async () => {
    await write("cases.jsonl", `${many(60).join("\n")}\n`);
    const { code, out } = await run("--caseload", "cases.jsonl", ...ASKED, "--audit", "audit.jsonl", "--json");
    expect(code).toBe(0);
    const bulletins = await lines<Bulletin>("out.jsonl");
    expect(Object.keys(bulletins[0] ?? {})).toEqual(
      "released id level place period sector origin people abuse threshold audience".split(" "),
    );
    const audit = await lines<{ bulletin: string; members: readonly string[] }>("audit.jsonl");
    expect(audit.map(({ bulletin }) => bulletin)).toEqual(bulletins.map(({ id }) => id));
    const people = audit.flatMap(({ members }) => members).length;
    expect(people).toBeGreaterThan(30);
    expect(JSON.parse(out)).toEqual({
      out: join(folder, "out.jsonl"),
      audit: join(folder, "audit.jsonl"),
      days: 7,
      bulletins: bulletins.length,
      people,
    });
    expect((await readdir(folder)).toSorted()).toEqual(["audit.jsonl", "cases.jsonl", "out.jsonl"]);
  });

  test("repeats itself for a seed, whatever the order of lines, how they end, and what was there", async () => {
    await write("cases.jsonl", many(60).join("\n"));
    await write("other.jsonl", many(60).toReversed().join("\r\n"));
    await write("out.jsonl", "what was there");
    expect((await run("--caseload", "cases.jsonl", ...ASKED)).code).toBe(0);
    const first = await read("out.jsonl");
    expect((await run("--caseload", "other.jsonl", ...ASKED)).code).toBe(0);
    expect(await read("out.jsonl")).toBe(first);
    await run("--caseload", "cases.jsonl", ...ASKED, "--seed", "8");
    expect(await read("out.jsonl")).not.toBe(first);
  });

  test("of no case writes no bulletin", async () => {
    await write("none.jsonl", "");
    expect((await run("--caseload", "none.jsonl", ...ASKED)).code).toBe(0);
    expect(await read("out.jsonl")).toBe("");
  });

  test("pools what several nodes have, with country levels only", async () => {
    const cases = many(200).map((line, n) => JSON.stringify({ ...JSON.parse(line), node: `n${n % 5}` }));
    await write("cases.jsonl", cases.join("\n"));
    expect((await run("--caseload", "cases.jsonl", ...ASKED, "--pooled")).code).toBe(0);
    const levels = (await lines<Bulletin>("out.jsonl")).map(({ level }) => level);
    expect(levels.filter((level) => ["B0", "B1", "B3"].includes(level))).toEqual([]);
    expect(levels.length).toBeGreaterThan(0);
  });

  test("takes a stricter policy, and figures of places", async () => {
    await write("cases.jsonl", many(60).join("\n"));
    const asked = ["--caseload", "cases.jsonl", ...ASKED, "--policy", "policy.json"];
    await write(
      "policy.json",
      '{\n\t"k": 15, "audience": "public", "estimates": [{ "place": "QA", "sector": null, "people": 200 }]\n}',
    );
    expect((await run(...asked)).code).toBe(0);
    expect(await read("out.jsonl")).toBe("");
    await write("cases.jsonl", many(120).join("\n"));
    await write(
      "policy.json",
      '{ "k": 15, "audience": "public", "reserve": 0.5, "tables": 1, "cap": 4, "kPublic": 25 }',
    );
    expect((await run(...asked)).code).toBe(0);
    expect((await lines<Bulletin>("out.jsonl"))[0]).toMatchObject({ threshold: 15, audience: "public" });
    await write("policy.json", '{ "populations": { "QA-DA": 9000 } }');
    expect((await run(...asked)).code).toBe(0);
    expect(await read("out.jsonl")).toBe("");
  });
});

describe("what is wrong is told with its line, and nothing is written", () => {
  const line = (change: object): string => JSON.stringify({ ...ONE, ...change });
  const WRONG: readonly (readonly [string, string])[] = [
    [line({ name: "Ana" }), "line 2, name: this field is not known; there are id, person, verified"],
    [line({ __proto__: 1, ["constructor"]: 1 }), "line 2, constructor: this field is not known"],
    [line({ verified: "2026-13" }), "line 2, verified: `2026-13` is not accepted; use a month as 2026-03"],
    [line({ verified: "2026-02-30" }), "line 2, verified: `2026-02-30` is not accepted"],
    [line({ place: "LB-BA" }), "line 2, place: `LB-BA` is not accepted; use a part of QA"],
    [line({ place: "QA" }), "line 2, place: `QA` is not accepted"],
    [line({ place: " QA-DA" }), "line 2, place: ` QA-DA` is not accepted"],
    [line({ sector: "mining" }), "line 2, sector: `mining` is not accepted; use one of household"],
    [line({ sector: null }), "line 2, sector: is empty"],
    [line({ origin: "202" }), "line 2, origin: `202` is not accepted"],
    [line({ origin: 34 }), "line 2, origin: `34` is not accepted"],
    [line({ abuse: "wages" }), "line 2, abuse: `wages` is not accepted; use a list of"],
    [line({ abuse: ["wages", "shouting"] }), "line 2, abuse[1]: `shouting` is not accepted"],
    [line({ abuse: ["wages", "wages"] }), "line 2, abuse: a code is there twice"],
    [line({ adult: "yes" }), "line 2, adult: `yes` is not accepted; use true or false"],
    [line({ consent: "C6" }), "line 2, consent: `C6` is not accepted; use one of C0, C1"],
    [line({ employer: "" }), "line 2, employer: is empty"],
    [line({ employer: "e\u00001" }), "line 2, employer:"],
    [line({ hold: undefined }), "line 2, hold: is missing; give true or false"],
    [line({ id: "c0" }), "line 2, id: `c0` is there twice"],
    ["", "line 2, this is no JSON"],
    ["{", "line 2, this is no JSON"],
    [`{"id":"${"x".repeat(300_000)}`, "line 2, this is no JSON"],
    ["[]", "line 2, `[]` is not accepted; use a map with id, person"],
    ["null", "line 2, is empty; give a map with id, person"],
  ];
  test.each(WRONG.map(([wrong, sentence]) => [wrong.slice(0, 60), wrong, sentence] as const))(
    "%s",
    async (_, wrong, sentence) => {
      await write("cases.jsonl", [line({ id: "c0" }), wrong, line({ id: "c2" })].join("\n"));
      const { code, out, err } = await run("--caseload", "cases.jsonl", ...ASKED);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`cases.jsonl, ${sentence}`);
      expect(await readdir(folder)).toEqual(["cases.jsonl"]);
    },
  );

  test("of very much that is wrong, a page", async () => {
    await write("cases.jsonl", "nothing\n".repeat(5000));
    const { code, err } = await run("--caseload", "cases.jsonl", ...ASKED);
    expect([code, err.trimEnd().split("\n").length]).toEqual([2, 21]);
  });

  test.each([
    ['{ "k": 10 }', "policy.json, line 1, k: `10` is not accepted; use a whole number of at least 11"],
    ['{ "cap": 6 }', "cap: `6` is not accepted; use a whole number from 1 to 5"],
    ['{ "reserve": 0.2 }', "reserve: `0.2` is not accepted; use a number from 0.25 to 1"],
    ['{ "tables": 3 }', "tables: `3` is not accepted; use a whole number from 0 to 2"],
    ['{ "kPublic": 19 }', "kPublic: `19` is not accepted; use a whole number of at least 20"],
    ['{ "k": "11" }', "k: `11` is not accepted; use a number"],
    ['{ "audience": "all" }', "audience: `all` is not accepted; use one of allies, public"],
    ['{ "suppress": true }', "suppress: this field is not known"],
    ['{ "populations": { "LB": 5 } }', "populations.LB: `LB` is not accepted; use QA, or a part of it"],
    ['{ "populations": { "QA": -5 } }', "populations.QA: `-5` is not accepted; use a whole number above 0"],
    [
      '{ "estimates": [{ "place": "QA", "sector": "gold", "people": 5 }] }',
      "estimates[0].sector: `gold` is not accepted",
    ],
    ["[", "policy.json"],
  ])("a policy: %s", async (policy, sentence) => {
    await write("cases.jsonl", many(60).join("\n"));
    await write("policy.json", policy);
    const { code, err } = await run("--caseload", "cases.jsonl", ...ASKED, "--policy", "policy.json");
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(await readdir(folder)).not.toContain("out.jsonl");
  });

  test.each([
    [["--country", "Qatar"], "--country: `Qatar` is not accepted; use a country as ISO 3166-1 writes it (QA)"],
    [["--until", "2027"], "--until: `2027` is not accepted; use a month as 2027-12"],
    [["--until", "2027-00"], "--until:"],
    [["--seed", "-1"], "--seed: `-1` is not accepted; use a whole number from 0"],
    [["--seed", "99999999999999999"], "--seed:"],
    [["--out", "cases.jsonl"], "--out and --audit: name files that are not used for anything else"],
    [["--audit", "out.jsonl"], "--out and --audit: name files that are not used for anything else"],
    [["--audit", "cases.jsonl"], "--out and --audit: name files that are not used for anything else"],
    [["--caseload", "none.jsonl"], "none.jsonl: there is no such file"],
    [["--caseload", "."], "this is a folder; name a file"],
    [["--policy", "none.json"], "none.json: there is no such file"],
    [["--rules", "off"], "Unknown option '--rules'"],
  ])("%j", async (words, sentence) => {
    await write("cases.jsonl", many(60).join("\n"));
    const { code, err } = await run("--caseload", "cases.jsonl", ...ASKED, ...words);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(await readdir(folder)).toEqual(["cases.jsonl"]);
  });

  test("where a file cannot be written, neither is, and what was there stays", async () => {
    await write("cases.jsonl", many(60).join("\n"));
    await write("out.jsonl", "what was there");
    await mkdir(join(folder, "taken"));
    for (const audit of ["nowhere/audit.jsonl", "taken"]) {
      const { code, err } = await run("--caseload", "cases.jsonl", ...ASKED, "--audit", audit);
      expect([code, err]).toEqual([1, expect.stringMatching(/^Nothing was written: the system says E\w+\.\n$/)]);
      expect(await read("out.jsonl")).toBe("what was there");
      expect((await readdir(folder)).toSorted()).toEqual(["cases.jsonl", "out.jsonl", "taken"]);
    }
  });
});
