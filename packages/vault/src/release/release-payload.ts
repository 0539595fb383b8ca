import { type Approvals, type Release, type Timestamp, isReleaseHour } from "@commonhall/domain";
import serialize from "canonicalize";
import { decodeProtectedHeader, type GeneralJWS } from "jose";
import { z } from "zod";
import type { Core } from "../core.ts";
import { signKey } from "../keys/curves.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import type { Roster, RosterMember } from "../keys/roster.ts";
import { cosign, type Signer, signersOf } from "../seal/signing.ts";
import { SUITE } from "../seal/sealing.ts";

/** What two people sign: RFC 8785, so that it is the same bytes wherever it is written. */
export function releasePayload(release: Release, published: Timestamp, policy: string): string {
  const id = release.type === "bulletin" ? release.bulletin.id : release.id;
  const audience = release.type === "bulletin" ? release.bulletin.audience : "allies";
  return canonical({ id, published, audience, release, policy });
}

/** That a whole bulletin, or a whole table, ends. */
export const withdrawalPayload = (id: string): string => canonical({ id, type: "withdrawal" });

function canonical(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) throw new Error("Nothing to sign");
  return text;
}

const id = z.uuid({ version: "v4" });
const releaseSchema = z.strictObject({
  id,
  published: z.int(),
  audience: z.enum(["allies", "public"]),
  release: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("bulletin"), bulletin: z.looseObject({ id }) }),
    z.strictObject({ type: z.literal("statistics"), id, table: z.looseObject({}) }),
  ]),
  policy: z.string().startsWith("sha256-"),
});
const withdrawalSchema = z.strictObject({ id, type: z.literal("withdrawal") });

/** A signature under one of them is none under the other. */
const RELEASE = "release";
const WITHDRAWAL = "withdrawal of a release";

function useOf(payload: string): typeof RELEASE | typeof WITHDRAWAL | undefined {
  const value = parsed(payload);
  if (value === undefined || serialize(value) !== payload) return undefined;
  if (withdrawalSchema.safeParse(value).success) return WITHDRAWAL;
  const read = releaseSchema.safeParse(value);
  if (!read.success) return undefined;
  const { release, published } = read.data;
  const inside = release.type === "bulletin" ? release.bulletin.id : release.id;
  return inside === read.data.id && isReleaseHour(published) ? RELEASE : undefined;
}

const jwsSchema = z.strictObject({
  payload: z.string(),
  signatures: z
    .array(z.strictObject({ protected: z.string(), signature: z.string() }))
    .min(1)
    .max(2),
});
const headerSchema = z.strictObject({
  alg: z.literal("Ed25519"),
  kid: z.string(),
  suite: z.literal(SUITE),
  use: z.enum([RELEASE, WITHDRAWAL]),
});

/** One signature more; the text is taken from the payload, never from what was signed before. */
export async function addSignature(payload: string, before: string | null, signer: Signer): Promise<string> {
  const use = useOf(payload);
  if (use === undefined) throw new Error("Not what anybody signs");
  const own = await cosign(payload, use, [signer]);
  const known = before === null ? undefined : parseJws(before);
  return JSON.stringify({ ...own, signatures: [...(known?.signatures ?? []), ...own.signatures] });
}

/**
 * Who has signed exactly this, in the order in which they did, with the keys and the parts that they have in the roster of
 * today. Nobody where anything about it is not as it should be: one signature too many spoils the others.
 */
export async function signaturesUnder(
  roster: Roster,
  payload: string,
  approval: string | null,
): Promise<readonly RosterMember[]> {
  const jws = approval === null ? undefined : parseJws(approval);
  const use = useOf(payload);
  if (jws === undefined || use === undefined) return [];
  if (Buffer.from(jws.payload, "base64url").toString("utf8") !== payload) return [];
  const kids = jws.signatures.map(kidOf);
  const members = kids.map((kid) => roster.members.find(({ id: known }) => known === kid));
  const found = members.filter((member) => member !== undefined);
  const isEach = found.length === kids.length && isDistinct(found, ({ id: one }) => one) && isDistinct(found, keyOf);
  if (!isEach) return [];
  const keys = new Map(found.map((member) => [member.id, signKey(member.sign)]));
  const signed = await signersOf(jws, use, (kid) => keys.get(kid));
  return found.every((member) => signed.has(member.id)) ? found : [];
}

const keyOf = ({ sign }: RosterMember): string => sign;

const isDistinct = <T>(all: readonly T[], by: (one: T) => string): boolean => new Set(all.map(by)).size === all.length;

/** One to propose and another to approve. */
export const isPair = ([first, second, ...more]: readonly RosterMember[]): boolean =>
  first?.roles.includes("proposer") === true && second?.roles.includes("approver") === true && more.length === 0;

/** For whoever keeps a bulletin, and again for whoever sends it. Asks for nobody's keys. */
export const approvals = (core: Core): Approvals => ({
  areTwo: async ({ payload, approval }) => {
    const rosters = await readRosters(core);
    const roster = rosters.ok ? rosters.value.current?.roster : undefined;
    return roster !== undefined && isPair(await signaturesUnder(roster, payload, approval));
  },
});

function parseJws(text: string): GeneralJWS | undefined {
  const read = jwsSchema.safeParse(parsed(text));
  return read.success ? read.data : undefined;
}

function kidOf(signature: { readonly protected?: string }): string | undefined {
  try {
    const header = headerSchema.safeParse(decodeProtectedHeader(signature));
    return header.success ? header.data.kid : undefined;
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
