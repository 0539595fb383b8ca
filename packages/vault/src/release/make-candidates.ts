import { randomBytes, randomUUID } from "node:crypto";
import { type EngineProof, policyHash } from "@commonhall/anonymity";
import { err, ok, type Release, type ReleaseDate, releaseTime } from "@commonhall/domain";
import { z } from "zod";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import { newId } from "../ids.ts";
import { rememberRestored } from "./after-restore.ts";
import { boxReader, openBox } from "../keys/boxes.ts";
import type { RoomDone } from "./ports.ts";
import {
  type Counted,
  forgetKeyOf,
  readItems,
  type ReleaseItem,
  type SealedItem,
  sealItem,
  writeItem,
} from "./release-items.ts";
import { anchorLedger, dayIn, type Ledger, readLedger, withDay, writeLedger } from "./release-ledger.ts";
import { readPaper, writePaper } from "./release-papers.ts";
import { releasePayload } from "./release-payload.ts";
import { checkPolicy } from "./release-policy.ts";
import { type Formed, openRecords, runEngine } from "./run-engine.ts";
import { paperOf } from "./settle-releases.ts";

const COUNTED = "counted";
const KEY_BYTES = 32;

/**
 * Opens the coded records with an officer's key and lets the engine run, once for each release day: whoever asks again, or
 * sets the clock back, finds what was made the first time.
 */
export async function makeCandidates(core: Core, actor: Actor, date: ReleaseDate): RoomDone {
  // Before anything else: it may change the ledger.
  const isClockPast = await rememberRestored(core);
  const ledger = await readLedger(core);
  if (ledger === "changed") return err({ type: "changed" });
  if (!isClockPast) return err({ type: "clock" });
  if (ledger.policy === null) return err({ type: "no policy" });
  if (dayIn(ledger, date.date) !== undefined) return ok();
  // One that was held later than this one: the clock has gone back.
  if (ledger.days.some(({ day }) => day > date.date)) return err({ type: "clock" });
  const policy = checkPolicy(ledger.policy);
  const [box, to] = [await openBox(core, actor, "coding"), await boxReader(core, actor, "coding")];
  if (!policy.ok) return err({ type: "no policy" });
  if (box === undefined || to === undefined) return err({ type: "no right" });
  const opened = await openRecords(core, box, ledger.notBefore);
  if (opened === "changed") return err({ type: "changed" });
  const key = randomBytes(KEY_BYTES);
  const counted = new Set([...(await readCounted(core, box)), ...opened.before]);
  const { country } = ledger.policy;
  const dropped = (await readItems(core)).filter(({ state }) => state === "dropped");
  const formed = runEngine(core, opened, { date, country, policy: policy.value, key, dropped, counted });
  const items = itemsOf(formed, date, policyHash(policy.value));
  const sealed: SealedItem[] = [];
  for (const { item } of items) sealed.push(await sealItem(core, item));
  const reasons = items.flatMap(({ item, proof }) => (proof === undefined ? [] : [{ item: item.id, proof }]));
  const written = await core.files.data.db.transaction().execute(async (db) => {
    // Two officers may have come at the same time.
    const after = await writeLedger(core, db, (now) =>
      dayIn(now, date.date) === undefined ? withDay(now, { day: date.date, tables: 0, parts: {} }) : undefined,
    );
    if (after === undefined) return undefined;
    for (const one of sealed) await writeItem(db, one);
    const paper = { key: key.toString("base64url"), policy: ledger.policy, reasons };
    await writePaper(core, db, paperOf(date.date), to, paper);
    const persons = [...(await knownStill(db, counted)), ...formed.ofTables.map(({ person }) => person)];
    await writePaper(core, db, COUNTED, to, [...new Set(persons)]);
    await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "opened the coded records" });
    return after;
  });
  await afterwards(core, sealed, written);
  return ok();
}

async function afterwards(core: Core, sealed: readonly SealedItem[], written: Ledger | undefined): Promise<void> {
  if (written !== undefined) return anchorLedger(core, written);
  for (const one of sealed) await forgetKeyOf(core, one, false);
}

interface Made {
  readonly item: ReleaseItem;
  readonly proof?: EngineProof;
}

function itemsOf(formed: Formed, { date }: ReleaseDate, policy: string): readonly Made[] {
  const published = releaseTime(date);
  const item = (release: Release, members: readonly Counted[], others: readonly Counted[] = []): ReleaseItem => ({
    id: newId(),
    day: date,
    release,
    payload: releasePayload(release, published, policy),
    state: "waiting",
    droppedFor: null,
    members,
    others,
    approval: null,
    withdrawal: null,
  });
  return [
    ...formed.candidates.map(({ bulletin, proof, counted, others }) => ({
      item: item({ type: "bulletin", bulletin }, counted, others),
      proof,
    })),
    ...formed.tables.map((table) => ({ item: item({ type: "statistics", id: randomUUID(), table }, formed.ofTables) })),
  ];
}

const personsSchema = z.array(z.string());

/** Everybody who was counted in a quarter before: nobody is counted in two (anonymity.md 5.7). */
async function readCounted(core: Core, box: Parameters<typeof readPaper>[2]): Promise<ReadonlySet<string>> {
  const parsed = personsSchema.safeParse(await readPaper(core, COUNTED, box));
  return new Set(parsed.success ? parsed.data : []);
}

/** Without those of whom nothing is left here: nobody comes back under a name that is gone. */
async function knownStill(db: Data, counted: ReadonlySet<string>): Promise<readonly string[]> {
  const persons = await db.selectFrom("register_entry").select("id").execute();
  const cases = await db.selectFrom("sealed_case").select("id").execute();
  const coded = await db.selectFrom("coded").select("case_id").execute();
  const known = new Set<string>([...[...persons, ...cases].map(({ id }) => id), ...coded.map((row) => row.case_id)]);
  return [...counted].filter((person) => known.has(person));
}

const paperSchema = z.looseObject({
  reasons: z.array(
    z.strictObject({
      item: z.string(),
      proof: z.strictObject({
        policy: z.string(),
        drawn: z.number(),
        people: z.number(),
        byEmployer: z.number(),
        byRecruiter: z.number(),
      }),
    }),
  ),
});

/** Why each group of the day may be released, by the id of its item; for whoever holds the coding box. */
export async function readReasons(core: Core, actor: Actor, day: string): Promise<ReadonlyMap<string, EngineProof>> {
  const box = await openBox(core, actor, "coding");
  const paper = box === undefined ? undefined : paperSchema.safeParse(await readPaper(core, paperOf(day), box));
  return new Map(paper?.success === true ? paper.data.reasons.map(({ item, proof }) => [item, proof]) : []);
}
