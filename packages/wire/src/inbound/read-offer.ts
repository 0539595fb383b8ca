import { err, ok, type Result } from "@commonhall/domain";
import { isJsonObject, type JsonObject } from "../json.ts";
import { readAllyOffer } from "./read-ally-offer.ts";
import { readAttestationOffer } from "./read-attestation-offer.ts";
import { readStatementOffer } from "../alliances/read-statement-offer.ts";
import { readEndorsement } from "./read-endorsement.ts";
import { readPledgeOffer } from "./read-agreement.ts";
import type { Said } from "./said.ts";
import { listOf } from "./shapes.ts";
import type { InboundActivity, Offered, WireError } from "./types.ts";

/** Reads what is offered where it is of one kind; undefined where it is of another. */
export type ReadOffered = (said: Said, offered: JsonObject) => Result<Offered, WireError> | undefined;

const READERS: readonly ReadOffered[] = [
  readPledgeOffer,
  readAllyOffer,
  readEndorsement,
  readAttestationOffer,
  readStatementOffer,
];

/** What is offered, as far as anything here depends on it. */
export function readOffer(said: Said): Result<InboundActivity, WireError> {
  const { id, actor, json } = said;
  const [offered] = listOf(json["object"]);
  if (offered === undefined) return err({ type: "missing", field: "object", detail: "is missing" });
  const read = isJsonObject(offered) ? readOffered(said, offered) : undefined;
  if (read?.ok === false) return read;
  return ok({ type: "Offer", id, actor, offer: read?.value });
}

function readOffered(said: Said, offered: JsonObject): Result<Offered, WireError> | undefined {
  for (const reads of READERS) {
    const read = reads(said, offered);
    if (read !== undefined) return read;
  }
  return undefined;
}
