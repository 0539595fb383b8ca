import { createHash } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";
import type { GeneralJWS } from "jose";
import { z } from "zod";
import { SUITE } from "../seal/sealing.ts";
import { signersOf } from "../seal/signing.ts";
import { signKey } from "./curves.ts";

export const VAULT_ROLES = ["caseworker", "proposer", "approver", "auditor"] as const;
export type VaultRole = (typeof VAULT_ROLES)[number];

/** Who may sign for another: those whom an administrator cannot be (interface.md 4). An administrator may audit, so auditors sign nobody in. */
const SIGNATORIES: readonly VaultRole[] = ["caseworker", "proposer", "approver"];
const SIGNATURES_NEEDED = 2;
/** The name under which the custodians of the recovery key sign together. */
export const RECOVERY = "recovery";
const RESERVED = [RECOVERY, "program", "case", "worker"];

export interface RosterMember {
  /** The staff member's id. */
  readonly id: string;
  readonly roles: readonly VaultRole[];
  /** Public keys as base64url: X25519 and Ed25519. */
  readonly box: string;
  readonly sign: string;
}

export interface Recovery {
  readonly box: string;
  readonly sign: string;
  readonly shares: number;
  readonly needed: number;
}

/** Whom a case may be sealed to, and whose signatures count. */
export interface Roster {
  readonly suite: number;
  readonly vault: string;
  readonly version: number;
  /** Hash of the one before; null for the first. */
  readonly previous: string | null;
  readonly members: readonly RosterMember[];
  readonly recovery: Recovery | null;
}

/** `fingerprint` is what people compare on paper, `hash` is what the program compares. */
export interface SignedRoster {
  readonly roster: Roster;
  readonly hash: string;
  readonly fingerprint: string;
  readonly document: string;
}

export type RosterProblem =
  | { readonly type: "not a roster" }
  | { readonly type: "not the next one"; readonly version: number }
  | { readonly type: "signatures"; readonly version: number; readonly found: number; readonly needed: number }
  /** The file has other rosters than those that this program wrote. */
  | { readonly type: "changed behind the program's back" };

export const ROSTER_USE = "roster";

export const membersWith = (roster: Roster, ...roles: readonly VaultRole[]): readonly RosterMember[] =>
  roster.members.filter((member) => member.roles.some((role) => roles.includes(role)));

export const signatories = (roster: Roster): readonly RosterMember[] => membersWith(roster, ...SIGNATORIES);

export const signaturesNeeded = (roster: Roster): number =>
  Math.min(SIGNATURES_NEEDED, Math.max(1, signatories(roster).length));

const memberSchema = z.strictObject({
  id: z.string().min(1).max(200),
  roles: z.array(z.enum(VAULT_ROLES)).min(1),
  box: z.string().length(43),
  sign: z.string().length(43),
});

const rosterSchema = z.strictObject({
  suite: z.literal(SUITE),
  vault: z.string(),
  version: z.int().min(1),
  previous: z.string().nullable(),
  members: z.array(memberSchema),
  recovery: z
    .strictObject({ box: z.string().length(43), sign: z.string().length(43), shares: z.int(), needed: z.int() })
    .nullable(),
});

const jwsSchema = z.strictObject({
  payload: z.string(),
  signatures: z.array(z.strictObject({ protected: z.string(), signature: z.string() })),
});

export const parseJws = (document: string): GeneralJWS | undefined => {
  try {
    return jwsSchema.parse(JSON.parse(document));
  } catch {
    return undefined;
  }
};

/** Reads a roster, signed by whomever. */
export function readRoster(document: string): SignedRoster | undefined {
  try {
    const { payload } = jwsSchema.parse(JSON.parse(document));
    const roster = rosterSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    const ids = new Set([...roster.members.map(({ id }) => id), ...RESERVED]);
    if (ids.size !== roster.members.length + RESERVED.length) return undefined;
    if (roster.members.some(({ id }) => id.startsWith(RECOVERY))) return undefined;
    const hash = createHash("sha256").update(payload).digest();
    return { roster, hash: hash.toString("hex"), fingerprint: fingerprintOf(hash), document };
  } catch {
    return undefined;
  }
}

/**
 * Whether the roster may follow the one before: signed by two of its members, by the only one while there is one, or by
 * the custodians with the recovery key. The first one is signed by its own members in the same number.
 */
export async function checkRoster(
  document: string,
  before: SignedRoster | undefined,
): Promise<Result<SignedRoster, RosterProblem>> {
  const read = readRoster(document);
  const jws = parseJws(document);
  if (read === undefined || jws === undefined) return err({ type: "not a roster" });
  const { roster } = read;
  const { version } = roster;
  const follows = version === (before?.roster.version ?? 0) + 1 && roster.previous === (before?.hash ?? null);
  if (!follows || roster.vault !== (before?.roster.vault ?? roster.vault))
    return err({ type: "not the next one", version });
  const judges = before?.roster ?? roster;
  const found = await countSignatures(jws, judges, before?.roster.recovery ?? null);
  const needed = signaturesNeeded(judges);
  return found >= needed ? ok(read) : err({ type: "signatures", version, found, needed });
}

async function countSignatures(jws: GeneralJWS, judges: Roster, recovery: Recovery | null): Promise<number> {
  const keys = new Map(signatories(judges).map(({ id, sign }) => [id, sign]));
  if (recovery !== null) keys.set(RECOVERY, recovery.sign);
  const signers = await signersOf(jws, ROSTER_USE, (id) => {
    const key = keys.get(id);
    return key === undefined ? undefined : signKey(key);
  });
  return signers.has(RECOVERY) ? Number.POSITIVE_INFINITY : signers.size;
}

/** Forty digits in groups of five, so that two people can read them to each other in any language. */
function fingerprintOf(hash: Buffer): string {
  const group = (_: unknown, index: number) => String(hash.readUInt32BE(index * 4) % 100_000).padStart(5, "0");
  return Array.from({ length: 8 }, group).join(" ");
}
