import { randomBytes } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";
import { combine, split } from "shamir-secret-sharing";
import { boxPair, type KeyPair, signPair } from "./curves.ts";
import { checkDigits, digitsOf } from "./digits.ts";
import type { Recovery } from "./roster.ts";
import { derive } from "./stretching.ts";

/** Both halves come from one secret that exists on paper only, cut into shares. */
export interface RecoveryKeys {
  readonly box: KeyPair;
  readonly sign: KeyPair;
}

export interface RecoveryPapers {
  readonly recovery: Recovery;
  /** One for each custodian: 82 digits, the last two of which check the others. Shown once and never kept. */
  readonly papers: readonly string[];
}

export type SharesRefused = { readonly type: "shares"; readonly least: number; readonly most: number };

export type PapersRefused =
  | { readonly type: "mistyped"; readonly paper: number }
  | { readonly type: "same paper twice" }
  | { readonly type: "too few papers"; readonly needed: number }
  /** Together they make no key of this vault. */
  | { readonly type: "other papers" }
  | { readonly type: "no recovery key" };

const SECRET_BYTES = 32;
const SHARE_BYTES = SECRET_BYTES + 1;
const DIGITS = 80;
const MOST_SHARES = 12;

/** m of n: at least two, or one person alone could open everything. */
export async function makeRecovery(needed: number, shares: number): Promise<Result<RecoveryPapers, SharesRefused>> {
  const fits = Number.isInteger(needed) && Number.isInteger(shares) && needed >= 2 && needed <= shares;
  if (!fits || shares > MOST_SHARES) return err({ type: "shares", least: 2, most: MOST_SHARES });
  const secret = new Uint8Array(randomBytes(SECRET_BYTES));
  const { box, sign } = keysOf(secret);
  const papers = (await split(secret, shares, needed)).map(paperOf);
  secret.fill(0);
  return ok({ recovery: { box: box.public, sign: sign.public, shares, needed }, papers });
}

/** The library does not notice wrong shares; the public key does. */
export async function openRecovery(
  recovery: Recovery | null,
  papers: readonly string[],
): Promise<Result<RecoveryKeys, PapersRefused>> {
  if (recovery === null) return err({ type: "no recovery key" });
  const shares = papers.map(shareOf);
  const mistyped = shares.indexOf(undefined);
  if (mistyped >= 0) return err({ type: "mistyped", paper: mistyped + 1 });
  const read = shares.filter((share) => share !== undefined);
  if (new Set(read.map((share) => share.at(-1))).size < read.length) return err({ type: "same paper twice" });
  if (read.length < recovery.needed) return err({ type: "too few papers", needed: recovery.needed });
  const secret = await combine(read);
  const keys = keysOf(secret);
  secret.fill(0);
  const right = keys.box.public === recovery.box && keys.sign.public === recovery.sign;
  return right ? ok(keys) : err({ type: "other papers" });
}

const keysOf = (secret: Uint8Array): RecoveryKeys => ({
  box: boxPair(derive(secret, "recovery/box")),
  sign: signPair(derive(secret, "recovery/sign")),
});

/** Digits, as for the workers' codes: they can be typed and read aloud in every script. */
function paperOf(share: Uint8Array): string {
  const digits = BigInt(`0x${Buffer.from(share).toString("hex")}`)
    .toString()
    .padStart(DIGITS, "0");
  return (digits + checkDigits(digits)).replace(/(.{5})(?=.)/g, "$1 ");
}

function shareOf(paper: string): Uint8Array | undefined {
  const all = digitsOf(paper);
  const digits = all.slice(0, DIGITS);
  if (all.length !== DIGITS + 2 || !all.endsWith(checkDigits(digits))) return undefined;
  const hex = BigInt(digits)
    .toString(16)
    .padStart(SHARE_BYTES * 2, "0");
  return hex.length === SHARE_BYTES * 2 ? new Uint8Array(Buffer.from(hex, "hex")) : undefined;
}
