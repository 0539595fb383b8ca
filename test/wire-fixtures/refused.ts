import { isJsonObject, withProof, without, type JsonObject, type WireError } from "@commonhall/wire";
import { ACCEPTED } from "./accepted.ts";
import { REFUSED_BULLETINS } from "./bulletins.ts";
import { CHARTER_OFFER } from "./alliance.ts";
import { REFUSED_ALLIES } from "./allies.ts";
import { proofKeyOf } from "./keys.ts";
import { REFUSED_PLEDGES } from "./pledges.ts";
import { ALLY_CENTRE, centre, PUBLISHED } from "./story.ts";

export interface Refused {
  readonly file: string;
  readonly about: string;
  /** JSON text, or what should have been one. */
  readonly text: string;
  /** What a reader says of it; `proof` where it reads well and its proof does not hold, `release` where no centre says this. */
  readonly refusal: { readonly type: WireError["type"] | "proof" | "release"; readonly field?: string };
}

const find = (file: string): JsonObject => {
  const found = ACCEPTED.find((accepted) => accepted.file === file);
  if (found === undefined) throw new Error(`No fixture ${file}`);
  return found.document;
};
const part = (document: JsonObject, key: string): JsonObject => {
  const value = document[key];
  if (!isJsonObject(value)) throw new Error(`No object under ${key}`);
  return value;
};
const pretty = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

const create = find("activities/create-post.json");
const object = part(create, "object");
const note = find("objects/post.json");
const proof = part(note, "proof");
const noteText = typeof note["content"] === "string" ? note["content"] : "";
const unsigned = (change: JsonObject): JsonObject => without({ ...create, ...change }, "proof");
const unsignedObject = (change: JsonObject): JsonObject =>
  unsigned({ object: without({ ...object, ...change }, "proof") });
const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const SHAPES: readonly Refused[] = [
  {
    file: "refused/not-json.txt",
    about: "Cut off in the middle.",
    text: pretty(create).slice(0, 200),
    refusal: { type: "not JSON" },
  },
  {
    file: "refused/an-array.json",
    about: "JSON, but no object.",
    text: `${JSON.stringify([create])}\n`,
    refusal: { type: "not JSON" },
  },
  {
    file: "refused/too-deep.json",
    about: "Nested forty levels deep.",
    text: `{"id":"https://hall.example/activities/1","type":"Follow","actor":"${centre.id}","object":${nested(40)}}\n`,
    refusal: { type: "too deep" },
  },
  {
    file: "refused/no-id.json",
    about: "An activity without an id.",
    text: pretty(without(unsigned({}), "id")),
    refusal: { type: "missing", field: "id" },
  },
  {
    file: "refused/no-actor.json",
    about: "Nobody says it.",
    text: pretty(without(unsigned({}), "actor")),
    refusal: { type: "missing", field: "actor" },
  },
  {
    file: "refused/no-object.json",
    about: "A Create of nothing.",
    text: pretty(without(unsigned({}), "object")),
    refusal: { type: "missing", field: "object" },
  },
  {
    file: "refused/id-no-address.json",
    about: "An id that is no http address.",
    text: pretty(unsigned({ id: "urn:uuid:1" })),
    refusal: { type: "malformed", field: "id" },
  },
  {
    file: "refused/id-with-password.json",
    about: "Credentials within an id.",
    text: pretty(unsigned({ actor: "https://a:b@hall.example/centres/hall" })),
    refusal: { type: "malformed", field: "actor" },
  },
];

/** FEP-fe34: nobody speaks for another origin, whoever signed the request. */
const ORIGINS: readonly Refused[] = [
  {
    file: "refused/activity-of-another-host.json",
    about: "The activity's id is not of its actor's origin: a stranger squats an id.",
    text: pretty(unsigned({ id: "https://ally.example/activities/1" })),
    refusal: { type: "foreign origin", field: "id" },
  },
  {
    file: "refused/object-of-another-host.json",
    about: "A Create of an object that lives elsewhere.",
    text: pretty(unsignedObject({ id: "https://ally.example/posts/1" })),
    refusal: { type: "foreign origin", field: "object.id" },
  },
  {
    file: "refused/object-of-another-port.json",
    about: "The same host at another port is another origin.",
    text: pretty(unsignedObject({ id: "https://hall.example:8443/posts/1" })),
    refusal: { type: "foreign origin", field: "object.id" },
  },
  {
    file: "refused/written-by-another.json",
    about: "Words in the mouth of somebody else.",
    text: pretty(unsignedObject({ attributedTo: ALLY_CENTRE })),
    refusal: { type: "foreign origin", field: "object.attributedTo" },
  },
  {
    file: "refused/delete-of-another-host.json",
    about: "A Delete of what is not theirs.",
    text: pretty({ ...find("activities/delete-post.json"), object: "https://ally.example/posts/1" }),
    refusal: { type: "foreign origin", field: "object" },
  },
];

/** They read well, and their proof holds for something else. */
const PROOFS: readonly Refused[] = [
  {
    file: "refused/proof-text-changed.json",
    about: "One word was changed after signing.",
    text: pretty({ ...note, content: noteText.replace("Doce", "Trece") }),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-field-added.json",
    about: "A field was added after signing.",
    text: pretty({ ...note, sensitive: true }),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-context-changed.json",
    about: "A term of the context was turned to another meaning.",
    text: pretty({
      ...note,
      "@context": JSON.parse(JSON.stringify(note["@context"]).replace("wcn:region", "wcn:target")),
    }),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-of-another-key.json",
    about: "Signed with the key of another actor under this one's name.",
    text: pretty(
      withProof(
        note,
        { ...proofKeyOf(ALLY_CENTRE), verificationMethod: proofKeyOf(centre.id).verificationMethod },
        PUBLISHED,
      ),
    ),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-of-another-document.json",
    about: "The proof of another post.",
    text: pretty({ ...note, proof: part(find("objects/post-of-centre.json"), "proof") }),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-for-another-purpose.json",
    about: "Made to authenticate, used to assert.",
    text: pretty({ ...note, proof: { ...proof, proofPurpose: "authentication" } }),
    refusal: { type: "proof" },
  },
  {
    file: "refused/proof-redated.json",
    about: "The time of signing was changed.",
    text: pretty({ ...note, proof: { ...proof, created: "2027-01-01T00:00:00Z" } }),
    refusal: { type: "proof" },
  },
];

const STATEMENTS: readonly Refused[] = [
  {
    file: "refused/charter-without-text.json",
    about: "Offers a charter and does not show it.",
    text: pretty({ ...CHARTER_OFFER, object: without(part(CHARTER_OFFER, "object"), "charter") }),
    refusal: { type: "missing", field: "charter" },
  },
];

/** Documents that a reader of this network has to refuse, each with why. */
export const REFUSED: readonly Refused[] = [
  ...SHAPES,
  ...ORIGINS,
  ...PROOFS,
  ...REFUSED_PLEDGES,
  ...REFUSED_ALLIES,
  ...STATEMENTS,
  ...REFUSED_BULLETINS,
];
