import { actorId, hostOf, type ActorId, type Clock } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { createFastDoor, type FastAnswer } from "../inbox/fast-door.ts";
import type { KeyRing } from "../inbox/key-ring.ts";
import type { LearnKeys } from "../inbox/learn-keys.ts";
import { publicSideOf } from "../inbox/signed-parts.ts";
import type { Turnstile } from "../inbox/turnstile.ts";
import type { DomainLevels } from "../moderation/domain-levels.ts";

/** Who has signed a request for a document: the actor whose key it is. Undefined where nobody has, or who is refused here. */
export type ProveReader = (request: Request) => Promise<ActorId | undefined>;

interface ReaderUse {
  readonly levels: Pick<DomainLevels, "of">;
  readonly keys: KeyRing;
  readonly learn: LearnKeys;
  /** Keys of strangers are asked for within its bounds. */
  readonly turnstile: Turnstile;
}

const NO_BODY = new Uint8Array();

/**
 * The signature of a GET, in the two forms that a POST may have (RFC 9421, draft-cavage-12). What is done here depends on
 * the request alone and never on what it asks for: how long it takes tells nothing of whether that is there.
 */
export function createProveReader(ports: { readonly site: Site; readonly clock: Clock }, use: ReaderUse): ProveReader {
  const { keys, learn, turnstile, levels } = use;
  const publicSide = publicSideOf(ports.site);
  const fastDoor = createFastDoor(keys, ports.clock);

  /** Of a key that is not known, or has changed, the document of its actor is read. */
  const askFor = async (answer: FastAnswer): Promise<boolean> => {
    if (answer.type !== "unknown key" && answer.type !== "wrong") return false;
    const owner = ownerOf(answer.keyId);
    if (owner === undefined || (await levels.of(hostOf(owner))) === "refuse") return false;
    if (!keys.mayAskAgain(answer.keyId) && answer.type === "wrong") return false;
    const learned = await turnstile.pass(hostOf(owner), () => learn(owner));
    return "ok" in learned && learned.ok;
  };

  return async (request) => {
    const url = new URL(request.url);
    const { method, headers } = request;
    const parts = publicSide(
      { method, path: `${url.pathname}${url.search}`, headers: Object.fromEntries(headers) },
      NO_BODY,
    );
    const first = await fastDoor(parts);
    const answer = (await askFor(first)) ? await fastDoor(parts) : first;
    if (answer.type !== "proven") return undefined;
    return (await levels.of(hostOf(answer.by))) === "refuse" ? undefined : answer.by;
  };
}

/** The keys of this network's actors stand in their actor's document, so that it is theirs but for the part after `#`. */
const ownerOf = (keyId: string): ActorId | undefined => actorId(keyId.replace(/#.*$/s, ""));
