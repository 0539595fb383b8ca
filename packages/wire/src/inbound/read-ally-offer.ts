import {
  ALL_BETWEEN_US,
  err,
  gridOf,
  mirroredTerms,
  ok,
  plainDate,
  SECOND,
  SHARED_KINDS,
  type ActorId,
  type AllyGrid,
  type AllyTerms,
  type OfferedAlliance,
  type Result,
} from "@commonhall/domain";
import { z } from "zod";
import type { JsonObject, JsonValue } from "../json.ts";
import { plainText } from "../text/html.ts";
import type { ReadOffered } from "./read-offer.ts";
import { readRelationship } from "./read-relationship.ts";
import { oneLine } from "./safe-text.ts";
import { defined, listOf, word } from "./shapes.ts";
import type { AllyOffer, WireError } from "./types.ts";

/**
 * Somebody offers to be allies (wire.md 6). What both sides are to sign is refused where anything in it is odd: nobody
 * shall agree to what they were not shown. Only a kind that is not known here is passed over, and is not agreed to.
 */
export const readAllyOffer: ReadOffered = (said, offered) => {
  const read = readRelationship(said, offered, "allyOf");
  if (read?.ok !== true) return read;
  const { id: relationship, subject, object } = read.value;
  if (relationship === undefined) return err({ type: "missing", field: "object.id", detail: "is missing" });
  if (said.published === undefined) return err({ type: "missing", field: "published", detail: "is no time" });
  const terms = readTerms(offered);
  if (!terms.ok) return terms;
  const { id, published } = said;
  const made = { id, relationship, subject, object, offered: published - (published % SECOND) };
  return ok({ type: "ally", ...made, terms: terms.value });
};

const LONGEST_PURPOSE = 1000;
const MARKUP_READ = 20_000;
const MOST_KINDS = 20;

const cellSchema = z.object({
  sharedKind: word(SHARED_KINDS),
  fromSubject: z.boolean(),
  fromObject: z.boolean(),
  passOn: z.boolean().default(false),
});

function readTerms({ sharing, lastDay, content }: JsonObject): Result<AllyTerms, WireError> {
  const grid = readGrid(sharing);
  if (!grid.ok) return grid;
  const until = typeof lastDay === "string" ? plainDate(lastDay) : undefined;
  if (lastDay !== undefined && until === undefined) return malformed("lastDay", "is no day");
  const purpose = typeof content === "string" ? oneLine(plainText(content.slice(0, MARKUP_READ)), LONGEST_PURPOSE) : "";
  return ok(defined({ grid: grid.value, until, purpose: purpose === "" ? undefined : purpose }));
}

/** Where nothing is said of it, what nobody says otherwise. */
function readGrid(sharing: JsonValue | undefined): Result<AllyGrid, WireError> {
  if (sharing === undefined) return ok(ALL_BETWEEN_US);
  const entries = listOf(sharing);
  if (entries.length > MOST_KINDS) return malformed("sharing", "has too many kinds");
  const cells = entries.map((entry) => cellSchema.safeParse(entry));
  const known = cells.flatMap((cell) => (cell.success && cell.data.sharedKind !== undefined ? [cell.data] : []));
  if (cells.some((cell) => !cell.success)) return malformed("sharing", "says of a kind what is neither yes nor no");
  if (new Set(known.map(({ sharedKind }) => sharedKind)).size < known.length)
    return malformed("sharing", "says two things of one kind");
  return ok(
    gridOf((kind) => {
      const cell = known.find(({ sharedKind }) => sharedKind === kind);
      return {
        send: cell?.fromSubject ?? false,
        accept: cell?.fromObject ?? false,
        passOn: cell?.passOn ?? false,
      };
    }),
  );
}

const malformed = (field: string, detail: string): Result<never, WireError> =>
  err({ type: "malformed", field: `object.${field}`, detail });

/** The Offer from the side of one of the two; undefined for anybody else. */
export function offeredAlliance(us: ActorId, offer: AllyOffer): OfferedAlliance | undefined {
  const { id, relationship, subject, object, offered, terms } = offer;
  if (subject === object || (us !== subject && us !== object)) return undefined;
  const isOurs = us === subject;
  return {
    peer: isOurs ? object : subject,
    offer: id,
    relationship,
    offeredBy: isOurs ? "us" : "them",
    offered,
    terms: isOurs ? terms : mirroredTerms(terms),
  };
}
