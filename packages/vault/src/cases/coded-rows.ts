import { ENGINE_CODES, NINE_SECTORS, region } from "@commonhall/domain";
import { z } from "zod";
import { codeOf } from "../codes.ts";
import { type Core, sameMac } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import { type CaseId, isCaseId, isRegisterId, type RegisterId } from "../ids.ts";
import { dropRowKeys, openRow, sealRow } from "../keys/row-keys.ts";
import type { Reader } from "../seal/sealing.ts";
import type { Week } from "../weeks.ts";
import { type CodedRecord, personsOf } from "./coded-record.ts";
import { codedLabel } from "./labels.ts";

export type CodedRow = DataSchema["coded"];

/**
 * What takes the place of a coded record when the case is in a bulletin, and dies with the case: everybody whom the case
 * was ever said to be of. Nobody of them is in a second one (anonymity.md 5.3, R8).
 */
export interface ReleasedMark {
  readonly released: readonly (RegisterId | CaseId)[];
}

/** Sealed to the coding box; its erase key goes by the id of the case. With the program's word on what it says. */
export async function sealCoded(
  core: Core,
  id: CaseId,
  box: Reader,
  content: CodedRecord | ReleasedMark,
  eraseAfter: Week,
): Promise<CodedRow> {
  const sealed = await sealRow(core, id, codedLabel(id), [box], content);
  return { case_id: id, erase_after: eraseAfter, sealed, word: wordOn(core, id, content) };
}

/** The same for another key of the box. Undefined where it does not open. */
export async function resealCoded(core: Core, row: CodedRow, from: Reader, to: Reader): Promise<string | undefined> {
  const content = await openCoded(core, row, from);
  return content === undefined ? undefined : sealRow(core, row.case_id, codedLabel(row.case_id), [to], content);
}

/** Undefined where it was taken back, and for whoever does not hold the box. */
export const openCoded = (
  core: Core,
  { case_id: id, sealed }: Pick<CodedRow, "case_id" | "sealed">,
  box: Reader,
): Promise<unknown> => openRow(core, id, codedLabel(id), sealed, box);

/**
 * "changed", loudly, where this program did not write it: whoever has the file has the public key of the box, and could
 * invent as many cases as a group needs. Undefined where its key is gone, or it is of before there were release days.
 */
export async function readCoded(
  core: Core,
  row: CodedRow,
  box: Reader,
): Promise<CodedRecord | ReleasedMark | "changed" | undefined> {
  if (row.word === null) return undefined;
  const content = await openCoded(core, row, box);
  if (content === undefined) return undefined;
  const parsed = schema.safeParse(content);
  const word = wordOn(core, row.case_id, content);
  const isOwn = sameMac(row.word, word) || sameMac(row.word, afterErasure(core, row.case_id, word));
  if (parsed.success && isOwn) return parsed.data;
  core.alarm("row changed");
  return "changed";
}

/** Says the same as long as the record does, whoever seals it how often; without the pepper it says nothing. */
const wordOn = (core: Core, id: CaseId, content: unknown): string => core.mac("coded", id, JSON.stringify(content));

/** Somebody of the staff has erased the case, and the record stays: whatever was to be released of it until then is not. */
export const afterErasure = (core: Core, id: CaseId, word: string): string => core.mac("coded, case erased", id, word);

/** A consent that was taken back is taken back in every backup, too. */
export const forgetCoded = (core: Core, ids: readonly CaseId[]): Promise<void> => dropRowKeys(core, ids);

const place = z.string().transform((text, context) => {
  const found = region(text);
  if (found !== undefined) return found;
  context.addIssue("no place");
  return z.NEVER;
});
const id = z.string().refine(isCaseId);
const token = z.string().refine(isRegisterId);
const person = z.union([token, id]);

const schema = z.union([
  z.strictObject({ released: z.array(person) }),
  z
    .strictObject({
      id,
      person,
      // Records of before say none.
      persons: z.array(token).optional(),
      verified: z.string().regex(/^\d{4}-\d{2}$/),
      place: place.nullable(),
      sector: codeOf(NINE_SECTORS).nullable(),
      origin: place.nullable(),
      abuse: z.array(codeOf(ENGINE_CODES)),
      mainAbuse: codeOf(ENGINE_CODES).nullable(),
      employer: token.nullable(),
      recruiter: token.nullable(),
      adult: z.boolean(),
      consent: z.enum(["C1", "C2"]),
      hold: z.boolean(),
      coin: z.string().nullable(),
    })
    .transform((one): CodedRecord => ({ ...one, persons: one.persons ?? personsOf(one.person, one.id) })),
]);
