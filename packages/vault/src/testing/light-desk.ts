import type { Role } from "@commonhall/domain";
import { isCaseId } from "../ids.ts";
import type { CaseId } from "../ids.ts";
import type { VaultDesk } from "../desk/ports.ts";
import type { Vault } from "../open-vault.ts";
import { FROM_WEB, intakeOf, passphraseOf } from "./light-vault.ts";
import type { Intake } from "../intake/ports.ts";
import type { ReceiptCode } from "../receipts/receipt-code.ts";

export const STAFF: Readonly<Record<string, readonly Role[]>> = {
  ana: ["caseworker"],
  bo: ["caseworker", "proposer"],
  cleo: ["approver"],
  dina: ["auditor"],
};

/** Founds the vault with a few people, or those that are asked for. */
export async function foundWith(vault: Vault, ...ids: readonly string[]): Promise<string> {
  const people = (ids.length > 0 ? ids : Object.keys(STAFF)).map((id) => ({
    id,
    roles: STAFF[id] ?? ["caseworker" as const],
    passphrase: passphraseOf(id),
  }));
  const founded = await vault.found(people);
  if (!founded.ok) throw new Error(founded.error.type);
  return founded.value.fingerprint;
}

/** Unlocks for one person, and gives their desk for one action after the other. */
export async function deskOf(vault: Vault, id: string): Promise<VaultDesk> {
  const token = await tokenOf(vault, id);
  const desk = await vault.door.desk(id, token);
  if (desk === undefined) throw new Error("not unlocked");
  return desk;
}

export async function tokenOf(vault: Vault, id: string): Promise<string> {
  const opened = await vault.door.unlock(id, passphraseOf(id));
  if (!opened.ok) throw new Error(opened.error.type);
  return opened.value.token;
}

/** A report through the intake, and which case it became. */
export async function reported(
  vault: Vault,
  desk: VaultDesk,
  changes: Partial<Intake> = {},
): Promise<{ readonly id: CaseId; readonly code: ReceiptCode }> {
  const before = new Set((await allCases(desk)).map(({ id }) => id));
  const code = codeOf(await vault.intakes.submit(intakeOf(changes), FROM_WEB));
  const found = (await allCases(desk)).find(({ id }) => !before.has(id));
  if (found === undefined || code === undefined || !isCaseId(found.id)) throw new Error("no case came of it");
  return { id: found.id, code };
}

export function codeOf(kept: Awaited<ReturnType<Vault["intakes"]["submit"]>>): ReceiptCode | undefined {
  if (kept === "busy") throw new Error("too many at once");
  return kept.code;
}

export async function allCases(desk: VaultDesk) {
  const first = await desk.cases.list({});
  const items = [...first.items];
  for (let next = first.next; next !== undefined;) {
    const page = await desk.cases.list({ after: next });
    items.push(...page.items);
    next = page.next;
  }
  return items;
}
