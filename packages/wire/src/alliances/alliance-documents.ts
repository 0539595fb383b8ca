import { createHash } from "node:crypto";
import {
  firstText,
  type ActivityId,
  type ActorId,
  type Charter,
  type CharterHash,
  type Multikey,
  type ObjectId,
} from "@commonhall/domain";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { escapeText, labelled, paragraph, strong } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { dayInWords } from "../text/moments.ts";

/** Where a member shows other members what it knows of an alliance: below the collection that its actor names. */
export const replicaAddress = (collection: string, first: CharterHash): string => `${collection}/${first}`;
export const statementAddress = (replica: string, hash: CharterHash): string => `${replica}/${hash}`;

export interface ShownStatement {
  readonly id: string;
  readonly by: ActorId;
  readonly alliance: ObjectId;
  /** The charter of the version, or that of the version which is left. */
  readonly charter: Charter;
  readonly type: "charter" | "leave";
  /** General JWS (`statementText`). */
  readonly text: string;
}

/**
 * A statement as an object: a Note that says in words what the charter is about, for programs that know nothing of
 * alliances, with the signed text in `charter`. It carries no proof: those who are to believe it believe its signatures.
 */
export function statementDocument(statement: ShownStatement, to: readonly ActorId[] = []): JsonObject {
  const object = statementObject(statement, to);
  return { "@context": contextFor(object), ...object };
}

/** From member to member, to each one's own inbox (wire.md 6). */
export function statementOffer(offer: {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly to: readonly ActorId[];
  readonly statement: ShownStatement;
}): JsonObject {
  const { id, actor, to, statement } = offer;
  const document = { id, type: "Offer", actor, to, object: statementObject(statement, to) };
  return { "@context": contextFor(document), ...document };
}

function statementObject(
  { id, by, alliance, charter, type, text }: ShownStatement,
  to: readonly ActorId[],
): JsonObject {
  const content = contentOf(charter, type, by);
  return present({
    id,
    type: "Note",
    kind: type === "charter" ? "Alliance" : "AllianceLeave",
    attributedTo: by,
    context: alliance,
    to: to.length === 0 ? undefined : to,
    content,
    contentMap: { [charter.language]: content },
    charter: text,
  });
}

const LONGEST = 500;

function contentOf(charter: Charter, type: ShownStatement["type"], by: ActorId): string {
  const title = strong(`${firstText(charter.name)} (${charter.version})`);
  if (type === "leave") return paragraph([title, escapeText(`− ${by}`)]);
  const until = labelled(
    fixedWords(charter.language)("until"),
    escapeText(dayInWords(charter.until, charter.language)),
  );
  return `${paragraph([title])}${paragraph([escapeText(shortened(firstText(charter.purpose)))])}${paragraph([until])}`;
}

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text;

export interface ReplicaEntry {
  readonly hash: CharterHash;
  /** Whose signatures of a version are known; undefined for a leave, which has one. */
  readonly signers: readonly Multikey[] | undefined;
}

/** What one member knows of an alliance, short enough to be asked for every day: what is missing is fetched by itself. */
export function replicaDocument(replica: {
  readonly id: string;
  readonly by: ActorId;
  readonly alliance: ObjectId;
  readonly entries: readonly ReplicaEntry[];
}): JsonObject {
  const { id, by, alliance, entries } = replica;
  const document = {
    id,
    type: "Collection",
    kind: "Alliance",
    attributedTo: by,
    context: alliance,
    totalItems: entries.length,
    items: entries.map(({ hash, signers }) =>
      present({
        id: statementAddress(id, hash),
        type: "Note",
        kind: signers === undefined ? "AllianceLeave" : "Alliance",
        signersDigest: signers === undefined ? undefined : digestOfSigners(signers),
      }),
    ),
  };
  return { "@context": contextFor(document), ...document };
}

/** Two members who know the same signatures of a version have the same digest: SHA-256 of the keys, sorted, a line each. */
export const digestOfSigners = (keys: readonly Multikey[]): string =>
  createHash("sha256")
    .update([...keys].sort().join("\n"))
    .digest("hex");
