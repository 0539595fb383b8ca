import { forgetCoded, sealCoded, type CodedRow } from "../cases/coded-rows.ts";
import { type Copy, giveNextWord, keepCopies } from "../cases/case-word.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { everybodysKeys, programSigner } from "../desk/actor.ts";
import { boxReader } from "../keys/boxes.ts";
import type { Rosters } from "../keys/roster-shelf.ts";
import type { Reader } from "../seal/sealing.ts";
import { areCountedStill } from "./counted-still.ts";
import { changeItem } from "./drop-item.ts";
import { anchorLedger, dayIn, type Ledger, withDay, writeLedger } from "./release-ledger.ts";
import type { Counted, KeptItem } from "./release-items.ts";

/**
 * The vault's half of a release, in one commit: every member is marked, every coded record of theirs is gone, and what was
 * signed is ready to be taken. Nobody's key is needed. False where a member went meanwhile, and then nothing was done.
 */
export async function releaseMembers(core: Core, rosters: Rosters, item: KeptItem): Promise<boolean> {
  const box = await boxReader(core, { keysOf: everybodysKeys(core, rosters) }, "coding");
  const roster = rosters.current?.roster;
  if (box === undefined || roster === undefined) return false;
  const isBulletin = item.release.type === "bulletin";
  const { db } = core.files.data;
  if (!(await areCountedStill(db, item.members))) return false;
  const marks = isBulletin ? await sealMarks(core, box, [...item.members, ...item.others]) : [];
  const copies: Copy[] = [];
  let ledger: Ledger | undefined;
  const by = { roster, signer: programSigner(core) };
  const after = { ...item, state: "leaving" as const, members: [], others: [] };
  const done = await changeItem(core, item, after, { by, what: "released" }, async (inside) => {
    if (!(await areCountedStill(inside, item.members))) return false;
    if (item.release.type === "statistics") {
      ledger = await countTable(core, inside, item);
      if (ledger === undefined) return false;
    }
    for (const mark of marks) copies.push(...(await markCase(core, inside, mark)));
    return true;
  });
  if (!done) return false;
  if (ledger !== undefined) await anchorLedger(core, ledger);
  await keepCopies(core.files.keyring.db, copies);
  return true;
}

/** Their keys first, so that the records open in no backup any more. A mark ends when its case does. */
async function sealMarks(core: Core, box: Reader, counted: readonly Counted[]): Promise<readonly CodedRow[]> {
  const { db } = core.files.data;
  await forgetCoded(
    core,
    counted.map((one) => one.case),
  );
  const marks: CodedRow[] = [];
  for (const { case: id, person, persons } of counted) {
    const row = await db.selectFrom("coded").select("erase_after").where("case_id", "=", id).executeTakeFirst();
    if (row === undefined) continue;
    marks.push(await sealCoded(core, id, box, { released: [...new Set([id, person, ...persons])] }, row.erase_after));
  }
  return marks;
}

async function markCase(core: Core, db: Data, mark: CodedRow): Promise<readonly Copy[]> {
  const id = mark.case_id;
  const found = await db
    .selectFrom("sealed_case")
    .select(["id", "status", "erase_after", "erase_key"])
    .where("id", "=", id)
    .executeTakeFirst();
  await db.deleteFrom("coded").where("case_id", "=", id).execute();
  // Of a case that was erased nothing stays, not even this.
  if (found === undefined) return [];
  await db
    .insertInto("coded")
    .values({ ...mark, erase_after: found.erase_after })
    .execute();
  return giveNextWord(core, db, found, [], { released: true });
}

const MOST_TABLES = 2;

/** Each table costs everybody in it as much again (anonymity.md 5.7). Undefined where it would be one too many. */
const countTable = (core: Core, db: Data, { day }: KeptItem): Promise<Ledger | undefined> =>
  writeLedger(core, db, (ledger) => {
    const known = dayIn(ledger, day);
    if (known === undefined || known.tables >= MOST_TABLES) return undefined;
    return withDay(ledger, { ...known, tables: known.tables + 1 });
  });
