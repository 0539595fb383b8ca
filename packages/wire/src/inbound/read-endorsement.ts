import { ok } from "@commonhall/domain";
import { z } from "zod";
import { PUBLIC } from "../activities/activities.ts";
import { readRelationship } from "./read-relationship.ts";
import type { ReadOffered } from "./read-offer.ts";
import { addressees } from "./shapes.ts";

const envelopeSchema = z.object({ to: addressees, cc: addressees });

/** A Relationship of the offering centre to a campaign (wire.md 2). */
export const readEndorsement: ReadOffered = (said, offered) => {
  const read = readRelationship(said, offered, "endorses");
  if (read?.ok !== true) return read;
  const { to, cc } = envelopeSchema.parse(said.json);
  return ok({ ...read.value, type: "endorsement", unnamed: ![...to, ...cc].includes(PUBLIC) });
};
