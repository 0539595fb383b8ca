import type { Core } from "../core.ts";
import { sameMac } from "../core.ts";
import { caseMac } from "../cases/new-case.ts";
import type { Data } from "../database/vault-files.ts";
import type { CaseId } from "../ids.ts";
import type { Week } from "../weeks.ts";

/** The case that a code writes to: the last one that was not erased. A code may have older ones, whose coded record waits. */
export interface LiveReceipt {
  readonly id: CaseId;
  readonly publicKey: string;
  readonly eraseAfter: Week;
}

export async function keepReceipt(core: Core, db: Data, lookup: string, caseId: CaseId): Promise<void> {
  await db
    .insertInto("receipt")
    .values({ lookup, case_id: caseId, mac: receiptMac(core, lookup, caseId) })
    .execute();
}

/** Undefined where the code is unknown, its case is erased, or the rows are not those that this program wrote. */
export async function liveReceipt(core: Core, lookup: string): Promise<LiveReceipt | undefined> {
  const row = await core.files.data.db
    .selectFrom("receipt")
    .innerJoin("sealed_case", "sealed_case.id", "receipt.case_id")
    .select(["receipt.mac as receipt_mac", "receipt.case_id", "public_key", "sealed_case.mac", "erase_after"])
    .where("lookup", "=", lookup)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { case_id: caseId, public_key: publicKey } = row;
  const whole =
    sameMac(row.receipt_mac, receiptMac(core, lookup, caseId)) && sameMac(row.mac, caseMac(core, caseId, publicKey));
  if (!whole) core.alarm("row changed");
  return whole ? { id: caseId, publicKey, eraseAfter: row.erase_after } : undefined;
}

const receiptMac = (core: Core, lookup: string, caseId: CaseId): string => core.mac("receipt", lookup, caseId);
