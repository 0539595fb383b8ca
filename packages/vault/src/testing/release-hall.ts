import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  type Clock,
  DAY,
  type Duration,
  type Region,
  region,
  type Role,
  sector,
  type Timestamp,
  type ViolationKind,
} from "@commonhall/domain";
import type { Coding } from "../cases/coding.ts";
import type { ConsentLevel } from "../intake/ports.ts";
import { type CaseId, isCaseId, newCaseId, newRegisterId } from "../ids.ts";
import { DATA_FILE, openVaultFiles } from "../database/vault-files.ts";
import { type CodedRow, sealCoded } from "../cases/coded-rows.ts";
import type { CodedRecord } from "../cases/coded-record.ts";
import { type Core, openCore } from "../core.ts";
import { type Actor, actorOf, everybodysKeys } from "../desk/actor.ts";
import { boxReader } from "../keys/boxes.ts";
import { openStaffKeys } from "../keys/staff-keys.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { weekIn } from "../weeks.ts";
import { LIGHT, PEPPER } from "./light-core.ts";
import { coinsFrom, DEFAULT_POLICY, isReserved } from "@commonhall/anonymity";
import Sqlite from "better-sqlite3";
import type { ReceiptCode } from "../receipts/receipt-code.ts";
import type { ReleasePolicy, ReleaseRoom } from "../release/ports.ts";
import { codeOf, deskOf } from "./light-desk.ts";
import { FROM_WEB, intakeOf, type LightVault, lightVault, passphraseOf } from "./light-vault.ts";
import type { VaultOptions } from "../open-vault.ts";
import type { VaultDesk } from "../desk/ports.ts";

export const OFFICERS: Readonly<Record<string, readonly Role[]>> = {
  ana: ["caseworker"],
  ana2: ["caseworker"],
  pia: ["proposer"],
  ari: ["approver"],
  two: ["proposer", "approver"],
  dina: ["auditor"],
};

/** The first release day after the clock of tests begins, 09:00 UTC. */
export const DAY_OF_RELEASE: Timestamp = Date.UTC(2027, 1, 2, 9);

/** In the last week of the quarter, so that little time has to pass. */
const START: Timestamp = Date.UTC(2026, 11, 28, 9);

const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("Not a fixture");
  return value;
};
export const LEBANON: Region = sure(region("LB"));
const BEIRUT: Region = sure(region("LB-BA"));

export const POLICY: ReleasePolicy = { country: LEBANON, catchment: 2_000_000 };

export interface ReleaseHall extends LightVault {
  readonly desk: (id: string) => Promise<VaultDesk>;
  readonly room: (id: string) => Promise<ReleaseRoom>;
  /** To so long before the hour of the release day. */
  readonly until: (before: Duration, day?: Timestamp) => Promise<void>;
  readonly report: (changes?: ReportChanges) => Promise<Reported>;
  readonly reports: (count: number, changes?: ReportChanges) => Promise<readonly Reported[]>;
  /** Coded records of so many cases that were erased since: they are there in no time. */
  readonly records: (count: number, changes?: Partial<CodedRecord>) => Promise<readonly CaseId[]>;
}

export interface Reported {
  readonly id: CaseId;
  readonly code: ReceiptCode;
  readonly coding: Coding;
}

export interface ReportChanges {
  readonly consents?: readonly ConsentLevel[];
  readonly coding?: Partial<Coding>;
  readonly story?: string;
  readonly verified?: boolean;
}

/** A vault with the people for release days, and ways to fill it quickly. */
export async function releaseHall(changes: Partial<VaultOptions> = {}): Promise<ReleaseHall> {
  const hall = await lightVault(changes, START);
  const people = Object.entries(OFFICERS).map(([id, roles]) => ({ id, roles, passphrase: passphraseOf(id) }));
  const founded = await hall.vault.found(people);
  if (!founded.ok) throw new Error(founded.error.type);
  // Whoever holds the box of the coded records makes it when they unlock.
  await deskOf(hall.vault, "pia");
  const desk = (id: string) => deskOf(hall.vault, id);
  const report = async (wanted: ReportChanges = {}): Promise<Reported> => reportOne(hall, await desk("ana"), wanted);
  return {
    ...hall,
    desk,
    room: async (id) => (await desk(id)).release,
    until: (before, day = DAY_OF_RELEASE) => hall.passes(day - before - hall.clock()),
    report,
    reports: async (count, wanted) => {
      const ana = await desk("ana");
      const all: Reported[] = [];
      for (let at = 0; at < count; at++) all.push(await reportOne(hall, ana, wanted ?? {}));
      return all;
    },
    records: (count, wanted) => recordsOf(hall, count, wanted ?? {}),
  };
}

const KINDS: readonly ViolationKind[] = ["wage.unpaid"];

async function reportOne({ vault, folder }: LightVault, ana: VaultDesk, wanted: ReportChanges): Promise<Reported> {
  const before = new Set(idsOf(folder));
  const { consents = ["C2"], story = "They kept my passport.", verified = true } = wanted;
  const code = codeOf(await vault.intakes.submit(intakeOf({ consents, story }), FROM_WEB));
  const id = idsOf(folder).find((one) => !before.has(one));
  if (id === undefined || code === undefined) throw new Error("no case came of it");
  const coding: Coding = {
    kinds: KINDS,
    mainAbuse: "wages",
    sector: sure(sector("isic4:T97")),
    place: BEIRUT,
    origin: sure(region("NP")),
    adult: true,
    employer: newRegisterId(),
    recruitment: { chain: [], fees: [] },
    ...wanted.coding,
  };
  if (verified) await ana.cases.verify(id);
  await ana.cases.code(id, coding);
  return { id, code, coding };
}

async function recordsOf(
  { folder, clock }: LightVault,
  count: number,
  wanted: Partial<CodedRecord>,
): Promise<readonly CaseId[]> {
  await using core = await coreOf(folder, clock);
  const rosters = await readRosters(core);
  const box = rosters.ok ? await boxReader(core, { keysOf: everybodysKeys(core, rosters.value) }, "coding") : undefined;
  const rows: CodedRow[] = [];
  for (let at = 0; at < count; at++) {
    const id = newCaseId();
    const record: CodedRecord = {
      id,
      person: id,
      persons: [],
      verified: "2026-12",
      // On the coarsest levels, so that all are in one group whatever is drawn for each.
      place: LEBANON,
      sector: null,
      origin: null,
      abuse: ["wages"],
      mainAbuse: "wages",
      employer: newRegisterId(),
      recruiter: null,
      adult: true,
      consent: "C2",
      hold: false,
      coin: openCoin(id),
      ...wanted,
    };
    rows.push(await sealCoded(core, id, sure(box), record, weekIn(clock(), 300 * DAY)));
  }
  await core.files.data.db.transaction().execute(async (db) => {
    for (const row of rows) await db.insertInto("coded").values(row).execute();
  });
  return rows.map((row) => row.case_id);
}

/** One that does not hold the case back for the coarsest levels, so that a test need not count on luck. */
function openCoin(id: string): string {
  for (;;) {
    const coin = randomBytes(32);
    if (!isReserved(coinsFrom(coin), id, DEFAULT_POLICY)) return coin.toString("base64url");
  }
}

/** Somebody with their keys, past the desk. */
export async function officerIn(core: Core, id: string): Promise<Actor> {
  const opened = await openStaffKeys(core, id, passphraseOf(id));
  const rosters = await readRosters(core);
  return sure(opened === undefined || !rosters.ok ? undefined : actorOf(core, opened.keys, rosters.value));
}

/** A second door to the same files. */
export async function coreOf(folder: string, clock: Clock): Promise<Core & AsyncDisposable> {
  const files = await openVaultFiles(folder);
  const strength = async () => LIGHT;
  const core = await openCore({ files, clock, pepper: PEPPER, stretching: LIGHT, strength, alarm: () => undefined });
  return { ...core, [Symbol.asyncDispose]: async () => files.close() };
}

/** Off the file: opening the list for each of a hundred would take a minute. */
export function idsOf(folder: string): readonly CaseId[] {
  const file = new Sqlite(join(folder, DATA_FILE), { readonly: true });
  const ids = file.prepare<[], { id: string }>("select id from sealed_case").all();
  file.close();
  return ids.map(({ id }) => id).filter(isCaseId);
}

/** Everything of the day signed by one and by another, as it should be. */
export async function signAll(hall: ReleaseHall): Promise<void> {
  for (const id of ["pia", "ari"]) {
    const room = await hall.room(id);
    for (const { id: candidate, may } of (await room.day())?.candidates ?? []) {
      if (may !== undefined) await room.accept(candidate);
    }
  }
}

/** Candidates made six days before. */
export async function made(hall: ReleaseHall): Promise<ReleaseRoom> {
  await hall.until(6 * DAY);
  const room = await hall.room("pia");
  await room.setPolicy(POLICY);
  const done = await room.make();
  if (!done.ok) throw new Error(done.error.type);
  return room;
}
