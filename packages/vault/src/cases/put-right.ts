import { DAY } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import { type Core, sameMac } from "../core.ts";
import { CASE_STATUSES } from "../database/schema.ts";
import { programSigner } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { weekIn } from "../weeks.ts";
import { copyOf, giveWord, keepCopies, readWord, type Standing, wordsOf } from "./case-word.ts";

/** No shorter than any case may last: whoever takes the program's word away ends nothing by it, and nothing stays for ever. */
const ANEW_FOR = 180 * DAY;

/**
 * A case that stands otherwise than this program wrote stands again as the keyring knows it, loudly. Where nobody knows any
 * more, its time begins anew. True where there was something to put right.
 */
export async function putRight(core: Core, id: CaseId): Promise<boolean> {
  const found = await readWord(core, core.files.data.db, id);
  if (found === undefined || found.stands) return false;
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  const copies = await core.files.data.db.transaction().execute(async (db) => {
    const word = await readWord(core, db, id);
    if (word === undefined || word.stands) return undefined;
    const { status, erase_after, erase_key } = word.copy ?? anew(core, word.standing);
    const standing = { id, status, erase_after, erase_key };
    await db.updateTable("sealed_case").set({ status, erase_after, erase_key }).where("id", "=", id).execute();
    const given = await giveWord(core, db, standing, { ...word, stands: true });
    if (roster !== undefined)
      await writeAudit(core, db, roster, programSigner(core), { what: "put a case right", case: id });
    return given;
  });
  if (copies === undefined) return false;
  core.alarm("row changed");
  await keepCopies(core.files.keyring.db, copies);
  return true;
}

const anew = (core: Core, { status, erase_key }: Standing): Omit<Standing, "id"> => ({
  status: CASE_STATUSES.find((known) => known === status) ?? "unverified",
  erase_after: weekIn(core.clock(), ANEW_FOR),
  erase_key,
});

const AT_ONCE = 500;

/** Looks at all cases, and puts right what somebody changed, before any of them is erased because its time seems over. */
export async function checkStandings(core: Core): Promise<void> {
  let last: CaseId | undefined;
  do last = await checkSome(core, last);
  while (last !== undefined);
  await forgetOrphans(core);
}

/** Something may have been added to a case while it was erased. A case that is just being written only gets its copy later. */
async function forgetOrphans({ files: { data, keyring } }: Core): Promise<void> {
  const copies = await keyring.db.selectFrom("case_standing").select("case_id").execute();
  const cases = await data.db.selectFrom("sealed_case").select("id").execute();
  const there = new Set(cases.map(({ id }) => id));
  for (const { case_id: id } of copies) {
    if (!there.has(id)) await keyring.db.deleteFrom("case_standing").where("case_id", "=", id).execute();
  }
}

async function checkSome(core: Core, after: CaseId | undefined): Promise<CaseId | undefined> {
  const all = core.files.data.db
    .selectFrom("sealed_case")
    .leftJoin("case_word", "case_word.case_id", "sealed_case.id")
    .select(["id", "status", "erase_after", "erase_key", "version", "standing"])
    .orderBy("id")
    .limit(AT_ONCE);
  const rows = await (after === undefined ? all : all.where("id", ">", after)).execute();
  const words = await wordsOf(core, rows);
  const behind = words.filter(({ stands, version, copy }) => stands && copy?.version !== version);
  if (behind.length > 0) {
    const copies = behind.map(({ standing, version }) => copyOf(core, standing, version));
    await core.files.keyring.db.transaction().execute((db) => keepCopies(db, copies));
  }
  for (const { standing } of words.filter(({ stands }) => !stands)) await putRight(core, standing.id);
  return rows.length < AT_ONCE ? undefined : rows.at(-1)?.id;
}

const WORD_GIVEN = "word on cases given";

/**
 * Of cases that were there before the program gave its word on any: as they stand, once. Later on a case without it is one
 * from which somebody took it.
 */
export async function giveFirstWords(core: Core): Promise<void> {
  const { data, keyring } = core.files;
  const value = core.mac(WORD_GIVEN);
  const mark = await keyring.db.selectFrom("anchor").select("value").where("name", "=", WORD_GIVEN).executeTakeFirst();
  if (mark !== undefined && sameMac(mark.value, value)) return;
  await data.db.transaction().execute(async (db) => {
    const rows = await db
      .selectFrom("sealed_case")
      .select(["id", "status", "erase_after", "erase_key"])
      .where("id", "not in", db.selectFrom("case_word").select("case_id"))
      .execute();
    for (const row of rows) {
      const entries = await db.selectFrom("entry").select("id").where("case_id", "=", row.id).execute();
      await giveWord(core, db, row, {
        version: 0,
        stands: true,
        log: entries.map(({ id }) => id),
        released: false,
      });
    }
  });
  await keyring.db
    .insertInto("anchor")
    .values({ name: WORD_GIVEN, value })
    .onConflict((at) => at.column("name").doUpdateSet({ value }))
    .execute();
}
