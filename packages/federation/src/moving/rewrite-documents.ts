import { trusted, type ActorId, type Timestamp } from "@commonhall/domain";
import {
  addressesOf,
  contextFor,
  formerIds,
  isJsonObject,
  verificationMethodOf,
  without,
  withProof,
  type JsonObject,
  type JsonValue,
  type ProofKey,
  type Site,
} from "@commonhall/wire";

/** Everything that documents are written anew with when the node goes to another origin. */
export interface NewHome {
  readonly from: Site;
  /** With `from` among where it was before. */
  readonly to: Site;
  /** Keys that sign at the new origin, by the ids that they have there. */
  readonly keys: ReadonlyMap<string, ProofKey>;
  readonly at: Timestamp;
}

/** An address of ours as it is from now on; what is not ours stays. Releases keep theirs. */
export const moved = ({ from, to }: Pick<NewHome, "from" | "to">, text: string): string =>
  text
    .replaceAll(`${from.origin}/`, `${to.origin}/`)
    .replaceAll(`"${from.origin}"`, `"${to.origin}"`)
    .replaceAll(`${to.origin}/bulletins/`, `${from.origin}/bulletins/`);

/** An object of ours, signed anew where it was signed. It says which id it had. */
export const movedObject = (home: NewHome, document: string): string => JSON.stringify(object(home, json(document)));

/** What told of an object, with the object in it. */
export function movedActivity(home: NewHome, document: string): string {
  const activity = json(document);
  const { object: told } = activity;
  const embedded = isJsonObject(told) && hasFields(told) ? object(home, told) : undefined;
  const bare = json(moved(home, JSON.stringify(without(activity, "object"))));
  const whole = {
    ...bare,
    object: embedded ?? json(moved(home, JSON.stringify({ told: told ?? null })))["told"] ?? null,
  };
  return JSON.stringify(signedAs(home, activity, ordered(activity, whole)));
}

/** The document of a campaign: its other words follow from what is kept, and are written anew when it changes. */
export function movedGroup(home: NewHome, document: string, id: ActorId): JsonObject {
  const before = json(document);
  const { alsoKnownAs, webfinger } = before;
  const name = typeof webfinger === "string" ? webfinger.split("@")[0] : undefined;
  const bare: JsonObject = {
    ...json(moved(home, JSON.stringify(without(without(before, "proof"), "@context")))),
    alsoKnownAs: [...ids(alsoKnownAs), ...formerIds(home.to, id)],
    migration: addressesOf(home.to).migration(id),
    ...(name === undefined ? {} : { webfinger: `${name}@${home.to.handleHost}` }),
  };
  return signedAs(home, before, { "@context": contextFor(bare), ...bare });
}

function object(home: NewHome, document: JsonObject): JsonObject {
  const { id, published } = document;
  if (typeof id === "string" && document["inbox"] !== undefined) {
    return movedGroup(home, JSON.stringify(document), trusted.actor(moved(home, id)));
  }
  const text = moved(home, JSON.stringify(without(without(document, "proof"), "@context")));
  const bare = json(text);
  const made = typeof published === "string" ? Date.parse(published) : 0;
  const former = typeof id === "string" && typeof bare["id"] === "string" ? formerIds(home.to, bare["id"], made) : [];
  const named: JsonObject = former.length === 0 ? bare : { ...bare, alsoKnownAs: former };
  const whole = document["@context"] === undefined ? named : { "@context": contextFor(named), ...named };
  return signedAs(home, document, whole);
}

/** By the key that has signed it, under the id that the key has now. What was not signed is not signed. */
function signedAs(home: NewHome, before: JsonObject, document: JsonObject): JsonObject {
  const bare = without(document, "proof");
  const method = verificationMethodOf(before);
  const key = method === undefined ? undefined : home.keys.get(moved(home, method));
  return key === undefined ? bare : withProof(bare, key, home.at);
}

/** Every field where it was, for whoever reads by eye. */
function ordered(before: JsonObject, after: JsonObject): JsonObject {
  const fields = Object.keys(before).flatMap((key): [string, JsonValue][] => {
    const value = after[key];
    return value === undefined ? [] : [[key, value]];
  });
  const bare = without(Object.fromEntries(fields), "@context");
  return { "@context": contextFor(bare), ...bare };
}

/** More than an id and a type: what was deleted or passed on by its id has no more. */
const hasFields = (value: JsonObject): boolean => value["attributedTo"] !== undefined || value["inbox"] !== undefined;

const ids = (value: JsonValue | undefined): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");

function json(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error("A document of ours is no object");
  return value;
}
