import {
  err,
  ok,
  releaseFault,
  type Bulletin,
  type Release,
  type Result,
  type SignedRelease,
  type Withdrawal,
} from "@commonhall/domain";
import serialize from "canonicalize";
import { z } from "zod";
import { parseDocument } from "../inbound/parse-document.ts";
import { day, faultIn, groupShape, policyText, releaseId, tableShape } from "./release-shapes.ts";

/** The exact text that two people sign (RFC 8785). */
export const releasePayload = ({ id, published, audience, release, policy }: SignedRelease): string =>
  serialize({ id, published, audience, release, policy }) ?? "";

/**
 * What was signed, to the byte; otherwise why it is no release. A text that is written otherwise than RFC 8785 has it is
 * none: of two texts that say the same only one has been looked at.
 */
export function readReleasePayload(payload: string): Result<SignedRelease, string> {
  const json = parseDocument(payload);
  if (!json.ok) return err("it is no JSON");
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) return err(faultIn(parsed.error));
  const said: SignedRelease = parsed.data;
  const fault = otherwiseSaid(said) ?? releaseFault(said.release, said.published);
  if (fault !== undefined) return err(fault);
  return releasePayload(said) === payload ? ok(said) : err("it is not written as RFC 8785 has it");
}

const audience = z.enum(["allies", "public"]);
const bulletin: z.ZodType<Bulletin> = z.strictObject({ ...groupShape, released: day, id: releaseId, audience });
const table = z.strictObject({ ...tableShape, released: day });

const release: z.ZodType<Release> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("bulletin"), bulletin }),
  z.strictObject({ type: z.literal("statistics"), id: releaseId, table }),
  z.strictObject({ type: z.literal("heartbeat"), id: releaseId }),
]);

const schema = z.strictObject({ id: releaseId, published: z.int(), audience, release, policy: policyText });

/** The same things stand in it twice, so that each part can be read by itself. */
function otherwiseSaid({ id, audience: to, release: said }: SignedRelease): string | undefined {
  if ((said.type === "bulletin" ? said.bulletin.id : said.id) !== id) return "it has two ids";
  if (said.type === "bulletin" && said.bulletin.audience !== to) return "it has two audiences";
  return said.type === "heartbeat" && to !== "allies" ? "a heartbeat is for allies" : undefined;
}

/** The exact text that two people sign to take a release back. */
export const withdrawalPayload = ({ id }: Pick<Withdrawal, "id">): string =>
  serialize({ id, type: "withdrawal" }) ?? "";
