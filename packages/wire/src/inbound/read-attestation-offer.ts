import { err, ok } from "@commonhall/domain";
import { z } from "zod";
import type { ReadOffered } from "./read-offer.ts";
import { word } from "./shapes.ts";

const KIND = word(["Attestation"]);
const schema = z.object({ attestations: z.union([z.string(), z.array(z.string()).length(1)]) });

/** Somebody vouches for one of us; what the token says is read where it is looked into. */
export const readAttestationOffer: ReadOffered = (_, offered) => {
  if (KIND.parse(offered["kind"]) !== "Attestation") return undefined;
  const parsed = schema.safeParse(offered);
  if (!parsed.success) return err({ type: "malformed", field: "object.attestations", detail: "is not one token" });
  const [jws = ""] = [parsed.data.attestations].flat();
  return ok({ type: "attestation", jws });
};
