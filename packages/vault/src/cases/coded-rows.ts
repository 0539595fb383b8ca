import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { CaseId } from "../ids.ts";
import { dropRowKeys, openRow, sealRow } from "../keys/row-keys.ts";
import type { Reader } from "../seal/sealing.ts";
import { codedLabel } from "./labels.ts";

/** Sealed to the coding box; its erase key goes by the id of the case. */
export const sealCoded = (core: Core, id: CaseId, box: Reader, record: unknown): Promise<string> =>
  sealRow(core, id, codedLabel(id), [box], record);

/** Undefined where it was taken back, and for whoever does not hold the box. */
export const openCoded = (
  core: Core,
  { case_id: id, sealed }: Pick<DataSchema["coded"], "case_id" | "sealed">,
  box: Reader,
): Promise<unknown> => openRow(core, id, codedLabel(id), sealed, box);

/** A consent that was taken back is taken back in every backup, too. */
export const forgetCoded = (core: Core, ids: readonly CaseId[]): Promise<void> => dropRowKeys(core, ids);
