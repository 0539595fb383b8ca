import { hostOf, httpUrl, type ActorId, type Clock, type Timestamp } from "@commonhall/domain";
import { parseActivity, verificationMethodOf, verifyProof, type JsonObject, type ReadActivity } from "@commonhall/wire";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { OwnKey, SlowDoor } from "../fedify/slow-door.ts";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import { createFastDoor, type FastAnswer } from "./fast-door.ts";
import type { KeyRing } from "./key-ring.ts";
import type { LearnKeys } from "./learn-keys.ts";
import type { SignedParts } from "./signed-parts.ts";
import { createTurnstile, type Bounds, type TurnedAway, type Turnstile } from "./turnstile.ts";

export type Proof =
  /** The actor said it. `document` is what it said: the text as it came, unless that is not what was signed. */
  | { readonly type: "proven"; readonly document: string }
  | { readonly type: "unproven"; readonly reason: string }
  /** The actor's domain, or that of whoever signed the request. */
  | { readonly type: "refused domain" }
  /** The actor's document is not there any more, or so it says: nothing of it can be proven. */
  | { readonly type: "gone" }
  | TurnedAway;

/** Whether the activity comes from the actor that it names. */
export type Prove = (parts: SignedParts, activity: ReadActivity, text: string) => Promise<Proof>;

interface ProveUse {
  readonly levels: Pick<DomainLevels, "of">;
  readonly keys: KeyRing;
  readonly learn: LearnKeys;
  readonly slowDoor: SlowDoor;
  readonly turnstile: Turnstile;
  readonly clock: Clock;
}

const MOST_PROOFS = 3;
/** Writing a document in the one form that a proof is over takes a quarter of a second for a megabyte; ours have 100 kB at most. */
const LONGEST_PROVEN = 262_144;
/** Beside its context, which is not read, a proof has six short fields; reading longer ones as JSON-LD takes for ever. */
const LONGEST_PROOF = 2000;

/**
 * JSON-LD is the dearest thing that a stranger can ask of us: a second for 32 kB of it, two minutes for a megabyte. The
 * statements that Mastodon passes on have five.
 */
const LONGEST_STATEMENT = 16_384;
const STATEMENTS: Bounds = {
  atOnce: 1,
  ofOneHost: 1,
  waiting: 10,
  perHost: { burst: 5, perSecond: 0.1 },
  together: { burst: 10, perSecond: 0.5 },
};

export function createProve(use: ProveUse): Prove {
  const { keys, learn, slowDoor, turnstile } = use;
  const fastDoor = createFastDoor(keys, use.clock);
  const statements = createTurnstile(use.clock, STATEMENTS);

  const hasKnownProof = async ({ actor, raw }: ReadActivity, text: string): Promise<boolean> => {
    if (text.length > LONGEST_PROVEN) return false;
    const method = verificationMethodOf(raw);
    const known = method === undefined ? undefined : await keys.get(method);
    return known !== undefined && known.owner === actor && known.algorithm === "Ed25519" && verifyProof(raw, known.key);
  };

  /** The actor's keys have been asked for; now nothing is left but to check, by whatever it takes. */
  const proveSlowly = async (
    fast: FastAnswer,
    parts: SignedParts,
    activity: ReadActivity,
    text: string,
  ): Promise<Proof> => {
    const learned = await learn(activity.actor);
    if (!learned.ok) return unlearned(learned.error);
    const again = await fastDoor(parts);
    if (isBy(again, activity.actor) || (await hasKnownProof(activity, text))) return { type: "proven", document: text };
    const own: OwnKey = async (id) => (learned.value.has(id) ? keys.get(id) : undefined);
    const byRequest = fast.type === "unfamiliar" && (await slowDoor.requestHolds(parts, own));
    if (
      byRequest ||
      (await slowDoor.proofHolds(
        activity.raw,
        proofsOf(activity.raw, text).filter((proof) => isOfToday(proof, use.clock())),
        own,
      ))
    ) {
      return { type: "proven", document: text };
    }
    const unproven: Proof = { type: "unproven", reason: reasonFor(again) };
    if (!hasStatement(activity.raw, text)) return unproven;
    return statements.pass(hostOf(activity.actor), async () => {
      const statement = await slowDoor.linkedData(activity.raw, own);
      return statement !== undefined && isAbout(statement, activity)
        ? { type: "proven", document: JSON.stringify(statement) }
        : unproven;
    });
  };

  return async (parts, activity, text) => {
    const fast = await fastDoor(parts);
    if (isBy(fast, activity.actor)) return { type: "proven", document: text };
    if (isFarewell(activity)) {
      // Another answer, or one that takes longer, would tell whoever asks whom we know.
      const isProven = fast.type !== "refused" && (await hasKnownProof(activity, text));
      return isProven ? { type: "proven", document: text } : { type: "gone" };
    }
    for (const host of claimedHosts(parts))
      if ((await use.levels.of(host)) === "refuse") return { type: "refused domain" };
    if (fast.type === "refused") return { type: "unproven", reason: fast.reason };
    if (await hasKnownProof(activity, text)) return { type: "proven", document: text };
    if (!isWorthAsking(fast, activity.raw, text, keys)) return { type: "unproven", reason: reasonFor(fast) };
    return turnstile.pass(hostOf(activity.actor), () => proveSlowly(fast, parts, activity, text));
  };
}

const KEY_ID = /keyid="([^"]{1,2048})"/gi;

/**
 * Whoever passes something on has another domain than its actor, and may be refused though the actor is not. Read off
 * the headers as they came: who names a refused domain as its own is refused.
 */
function claimedHosts({ headers }: SignedParts): readonly string[] {
  const named = `${headers["signature-input"] ?? ""},${headers["signature"] ?? ""}`.matchAll(KEY_ID);
  return [...named].flatMap(([, id = ""]) => httpUrl(id)?.host ?? []);
}

const isBy = (answer: FastAnswer, actor: ActorId): boolean => answer.type === "proven" && answer.by === actor;

/** An actor takes its leave. */
export const isFarewell = (activity: ReadActivity): boolean =>
  activity.type === "Delete" && String(activity.object) === String(activity.actor);

/**
 * Whether anything could come of asking the actor's server for its keys. A key that is asked for the first time counts as
 * asked for too, so that nobody can tell by a second try whether it was the first time.
 */
function isWorthAsking(fast: FastAnswer, raw: JsonObject, text: string, keys: KeyRing): boolean {
  if (fast.type === "unknown key") keys.mayAskAgain(fast.keyId);
  if (fast.type === "unfamiliar" || fast.type === "unknown key") return true;
  const named = proofsOf(raw, text).map(({ verificationMethod: id }) => id);
  const changed = [fast.type === "wrong" ? fast.keyId : undefined, ...named];
  return hasStatement(raw, text) || changed.some((id) => typeof id === "string" && keys.mayAskAgain(id));
}

const hasStatement = (raw: JsonObject, text: string): boolean =>
  raw["signature"] !== undefined && text.length <= LONGEST_STATEMENT;

function proofsOf({ proof }: JsonObject, text: string): readonly JsonObject[] {
  if (text.length > LONGEST_PROVEN) return [];
  const all: readonly unknown[] = Array.isArray(proof) ? proof : [proof];
  return all
    .slice(0, MOST_PROOFS)
    .filter(isObject)
    .filter(({ "@context": _, ...words }) => JSON.stringify(words).length <= LONGEST_PROOF);
}

/** `expires` of Data Integrity 1.0, 2.1, which the library passes over. */
const isOfToday = ({ expires }: JsonObject, now: Timestamp): boolean =>
  expires === undefined || (typeof expires === "string" && Date.parse(expires) > now);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether the statement is about the same activity that the text tells of, and can be read. */
function isAbout(statement: JsonObject, { id, actor, type }: ReadActivity): boolean {
  const read = parseActivity(JSON.stringify(statement));
  return read.ok && read.value.id === id && read.value.actor === actor && read.value.type === type;
}

function unlearned(problem: FetchProblem): Proof {
  switch (problem.type) {
    case "gone":
      return { type: "gone" };
    case "refused domain":
      return problem;
    case "unreachable":
    case "unreadable":
      return { type: "unproven", reason: `The actor's keys could not be fetched: ${problem.detail}.` };
  }
}

function reasonFor(answer: FastAnswer): string {
  switch (answer.type) {
    case "none":
      return "The request is not signed.";
    case "refused":
      return answer.reason;
    case "proven":
      return "The request is signed by somebody else than the actor of the activity.";
    case "unknown key":
      return "The key that signed the request is not one that the actor's document shows.";
    case "wrong":
    case "unfamiliar":
      return "The signature does not fit the request.";
  }
}
