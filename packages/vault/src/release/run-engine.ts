import {
  type Candidate,
  coinsFrom,
  isReserved,
  type Policy,
  type Case,
  releaseDay,
  statTables,
} from "@commonhall/anonymity";
import { type Level, LEVELS, type Region, regionOfOrigin, type StatTable, type ReleaseDate } from "@commonhall/domain";
import { type CodedRow, readCoded } from "../cases/coded-rows.ts";
import type { CodedRecord } from "../cases/coded-record.ts";
import { releasedAmong } from "../cases/released.ts";
import type { Core } from "../core.ts";
import type { CaseId, RegisterId } from "../ids.ts";
import type { Reader } from "../seal/sealing.ts";
import type { Counted, ReleaseItem } from "./release-items.ts";

type Person = RegisterId | CaseId;

/** What an officer's key opens of all cases: codes and tokens, and who is in a bulletin already. */
export interface Opened {
  readonly records: readonly { readonly record: CodedRecord; readonly word: string }[];
  readonly released: ReadonlySet<Person>;
  /** Of whom nobody knows any more whether they were counted in a table. */
  readonly before: ReadonlySet<Person>;
}

/** "changed" where somebody changed the file: then nothing is formed of it. */
export async function openRecords(core: Core, box: Reader, notBefore: string | null): Promise<Opened | "changed"> {
  const { db } = core.files.data;
  const rows = await db.selectFrom("coded").selectAll().execute();
  const marked = await releasedAmong(
    core,
    db,
    rows.map((row) => row.case_id),
  );
  const records: { record: CodedRecord; word: string }[] = [];
  const released = new Set<Person>();
  const before = new Set<Person>();
  for (const row of rows) {
    const content = await readCoded(core, row, box);
    if (content === "changed") return "changed";
    if (content === undefined || row.word === null) continue;
    if ("released" in content) for (const person of content.released) released.add(person);
    else if (marked.has(row.case_id) || content.id !== row.case_id) return changed(core, row);
    else if (notBefore !== null && content.verified < notBefore) {
      for (const person of [content.person, ...content.persons]) before.add(person);
    } else records.push({ record: content, word: row.word });
  }
  for (const person of before) released.add(person);
  // Who was ever said to be somebody who is in a bulletin may be that person, whatever is said now.
  const same = records.filter(({ record }) => record.persons.some((person) => released.has(person)));
  const sameAsBefore = records.filter(({ record }) => record.persons.some((person) => before.has(person)));
  return {
    records,
    released: new Set([...released, ...same.map(({ record }) => record.person)]),
    before: new Set([...before, ...sameAsBefore.map(({ record }) => record.person)]),
  };
}

/** A record of a case that is in a bulletin: somebody put an old one back. */
function changed(core: Core, _: CodedRow): "changed" {
  core.alarm("row changed");
  return "changed";
}

export interface EngineRun {
  readonly date: ReleaseDate;
  readonly country: Region;
  readonly policy: Policy;
  /** Random, and destroyed when the day is over. */
  readonly key: Uint8Array;
  /** Whose candidates were dropped on days before. */
  readonly dropped: readonly ReleaseItem[];
  /** Who has been in a statistics table. */
  readonly counted: ReadonlySet<string>;
}

export interface Formed {
  readonly candidates: readonly (Candidate & {
    readonly counted: readonly Counted[];
    readonly others: readonly Counted[];
  })[];
  readonly tables: readonly StatTable[];
  readonly ofTables: readonly Counted[];
}

/** The same records, marks and key give the same, whatever lies around them. */
export function runEngine(core: Core, { records, released }: Opened, run: EngineRun): Formed {
  const coins = coinsFrom(run.key);
  const cases = records.map(({ record }) => caseFrom(core, record));
  const reserved = new Set(records.flatMap(({ record }) => (isHeldBack(core, record, run.policy) ? [record.id] : [])));
  const { end } = run.date;
  const dropped = droppedPersons(records, run.dropped);
  const found = releaseDay({ end, cases, reserved, released, dropped, policy: run.policy, pooled: false, coins });
  const { tables, persons } = statTables({
    end,
    country: run.country,
    cases,
    counted: run.counted,
    policy: run.policy,
    coins,
  });
  const all = records.map(({ record, word }): Counted => ({
    case: record.id,
    word,
    person: record.person,
    persons: record.persons,
  }));
  return {
    candidates: found.map((candidate) => {
      const counted = all.filter((one) => candidate.members.includes(one.case));
      const theirs = new Set(counted.map(({ person }) => person));
      const others = all.filter((one) => theirs.has(one.person) && !counted.includes(one));
      return { ...candidate, counted, others };
    }),
    tables,
    ofTables: all.filter(({ person }) => persons.includes(person)).map((one) => ({ ...one, word: null })),
  };
}

const caseFrom = (core: Core, { coin: _coin, persons: _persons, origin, ...record }: CodedRecord): Case => ({
  ...record,
  origin: origin === null ? null : (regionOfOrigin(origin) ?? null),
  node: core.vaultId,
});

/** By the coin of its own (R7). One that was verified before coins were drawn has one all the same, and always the same. */
const isHeldBack = (core: Core, { id, coin }: CodedRecord, policy: Policy): boolean =>
  isReserved(coinsFrom(Buffer.from(coin ?? core.mac("coin", id), "base64url")), id, policy);

/** By person: the coarsest level on which something of theirs was dropped. */
function droppedPersons(records: Opened["records"], items: readonly ReleaseItem[]): ReadonlyMap<Person, Level> {
  const persons = new Map(records.map(({ record }) => [record.id, record.person]));
  const levels = new Map<Person, Level>();
  for (const { release, members } of items) {
    if (release.type !== "bulletin") continue;
    const { level } = release.bulletin;
    for (const { case: id, person } of members) {
      for (const one of [person, persons.get(id)]) {
        if (one === undefined) continue;
        const known = levels.get(one);
        if (known === undefined || LEVELS.indexOf(known) < LEVELS.indexOf(level)) levels.set(one, level);
      }
    }
  }
  return levels;
}
