import { open, type FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import {
  DEFAULT_POLICY,
  simulateDays,
  type Case,
  type Policy,
  type SimulatedDay,
  type Simulation,
} from "@commonhall/anonymity";
import { err, isCountry, ok, region, type Region, type Result, monthFrom } from "@commonhall/domain";
import { caseLineReader } from "../../files/case-line.ts";
import { refused } from "../../files/fields.ts";
import { linesOf } from "../../files/lines-of.ts";
import { readPolicy } from "../../files/policy-file.ts";
import { readYamlFile } from "../../files/read-file.ts";
import { couldNot, done, wrong, type Outcome } from "../outcome.ts";
import { writeTogether } from "./write-together.ts";

type Options = Readonly<Record<string, unknown>>;
type Refused = readonly string[];

/** Nothing is written unless all of the input is right, and then both files or neither. */
export async function simulateBulletins(options: Options, folders: readonly string[]): Promise<Outcome> {
  const asked = await simulationFrom(options, folders);
  if (!asked.ok) return wrong(...asked.error);
  const files = outputsFrom(options, folders);
  if (!files.ok) return wrong(...files.error);
  const cases = await readCaseload(String(options["caseload"]), folders, asked.value.country);
  if (!cases.ok) return wrong(...cases.error);
  const total = { days: 0, bulletins: 0, people: 0 };
  const { out, audit } = files.value;
  try {
    // The bulletins come last: whoever finds them finds what belongs to them.
    const days = counted(simulateDays(cases.value, asked.value), total);
    await writeTogether(audit === undefined ? [out] : [audit, out], partsOf(days, audit !== undefined));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && typeof error.code === "string")) throw error;
    return couldNot(`Nothing was written: the system says ${error.code}.`);
  }
  const sentence = `${total.bulletins} bulletins about ${total.people} people on ${total.days} release days: ${out}`;
  return done({ out, ...(audit === undefined ? {} : { audit }), ...total }, sentence);
}

function* partsOf(days: Iterable<SimulatedDay>, withAudit: boolean): Generator<readonly (readonly unknown[])[]> {
  for (const { bulletins, audit } of days) yield withAudit ? [audit, bulletins] : [bulletins];
}

function* counted(
  days: Iterable<SimulatedDay>,
  total: { days: number; bulletins: number; people: number },
): Generator<SimulatedDay> {
  for (const day of days) {
    total.days++;
    total.bulletins += day.bulletins.length;
    for (const { members } of day.audit) total.people += members.length;
    yield day;
  }
}

async function simulationFrom(options: Options, folders: readonly string[]): Promise<Result<Simulation, Refused>> {
  const [until, seed, code] = [String(options["until"]), String(options["seed"]), String(options["country"])];
  const country = isCountry(code) ? region(code) : undefined;
  const problems = [
    ...(country === undefined ? [`--country: ${refused(code, "a country as ISO 3166-1 writes it (QA)")}`] : []),
    ...(monthFrom(until) === undefined ? [`--until: ${refused(until, "a month as 2027-12")}`] : []),
    ...(isSeed(seed) ? [] : [`--seed: ${refused(seed, "a whole number from 0 to 9007199254740991")}`]),
  ];
  if (country === undefined || problems.length > 0) return err(problems);
  const policy = await policyOf(options["policy"], folders, country);
  if (!policy.ok) return policy;
  return ok({ country, until, seed: Number(seed), policy: policy.value, pooled: options["pooled"] === true });
}

const isSeed = (text: string): boolean => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

async function policyOf(name: unknown, folders: readonly string[], country: Region): Promise<Result<Policy, Refused>> {
  if (typeof name !== "string") return ok(DEFAULT_POLICY);
  const file = await readYamlFile(name, folders);
  return file.ok ? readPolicy(file.value, country) : file;
}

interface Outputs {
  readonly out: string;
  readonly audit: string | undefined;
}

function outputsFrom(options: Options, folders: readonly string[]): Result<Outputs, Refused> {
  const at = (option: string) => {
    const name = options[option];
    return typeof name === "string" ? resolve(folders[0] ?? ".", name) : undefined;
  };
  const [out = "", ...others] = ["out", "audit", "caseload", "policy"].map(at);
  const audit = others[0];
  const isTaken = others.includes(out) || (audit !== undefined && others.slice(1).includes(audit));
  return isTaken ? err(["--out and --audit: name files that are not used for anything else"]) : ok({ out, audit });
}

/** A page of what is wrong is enough to see it; a file of another kind would fill the memory with it. */
const MOST_SENTENCES = 20;

async function readCaseload(
  name: string,
  folders: readonly string[],
  country: Region,
): Promise<Result<readonly Case[], Refused>> {
  const opened = await openFirst(folders.map((folder) => resolve(folder, name)));
  if (typeof opened === "string") return err([`${name}: ${opened}`]);
  await using file = opened;
  const read = caseLineReader(country);
  const [cases, ids, problems]: [Case[], Set<string>, string[]] = [[], new Set(), []];
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    const one = read(line);
    if (!one.ok) problems.push(...one.error.map((problem) => `${name}, line ${number}, ${problem}`));
    else if (ids.has(one.value.id)) problems.push(`${name}, line ${number}, id: \`${one.value.id}\` is there twice`);
    else {
      ids.add(one.value.id);
      cases.push(one.value);
    }
    if (problems.length >= MOST_SENTENCES) return err([...problems.slice(0, MOST_SENTENCES), "There may be more."]);
  }
  return problems.length > 0 ? err(problems) : ok(cases);
}

async function openFirst(paths: readonly string[]): Promise<FileHandle | string> {
  for (const path of paths) {
    try {
      const file = await open(path);
      if ((await file.stat()).isDirectory()) {
        await file.close();
        return "this is a folder; name a file";
      }
      return file;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EACCES") return "the file may not be read by this account";
      if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    }
  }
  return "there is no such file";
}
