import {
  isicOf,
  isoInstant,
  languageTag,
  type ActorId,
  type BulletinAudience,
  type Centre,
  type LanguageTag,
  type ObjectId,
  type Release,
  type SignedRelease,
  type Timestamp,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { audienceAddress } from "../audiences/audience-fields.ts";
import { contextFor } from "../context.ts";
import { bytesOf } from "../document-size.ts";
import { isJsonObject, present, without, type JsonObject, type JsonValue } from "../json.ts";
import { localized } from "../text/localized.ts";
import { releaseContent } from "./release-content.ts";

/** What every object of a release day has as it is sent, so that its size tells nothing (anonymity.md 5.3, R9). */
export const RELEASE_BYTES = 32 * 1024;

export interface ReleaseDocumentInput {
  readonly site: Site;
  readonly centre: Pick<Centre, "id" | "languages">;
  readonly said: SignedRelease;
  /** Signs what is for everybody; what is not stays as it is. */
  readonly proven: (document: JsonObject) => JsonObject;
}

/**
 * A bulletin, a table or a heartbeat: a Note of codes (wire.md 4), of exactly `RELEASE_BYTES` with its proof where it has
 * one. It is in the languages of the centre and in those that most halls read, as far as there is room.
 */
export function releaseDocument({ site, centre, said, proven }: ReleaseDocumentInput): JsonObject {
  const order = [...new Set([...centre.languages, ...COMMON_LANGUAGES])];
  for (let count = order.length; count > 0; count -= 1) {
    const document = bareRelease(ownRelease(site, centre.id, said, order.slice(0, count)));
    const room = RELEASE_BYTES - bytesOf(proven({ ...document, pad: "" }));
    if (room >= 0) return padded(document, room, proven);
  }
  throw new Error("A release that is too long in one language");
}

const COMMON_LANGUAGES: readonly LanguageTag[] = ["en", "es", "ar"].flatMap((tag) => languageTag(tag) ?? []);

/**
 * A proof has some characters more or less, by chance. So the last digits of the pad are ones, one more each time, until
 * the whole is as long as it should be.
 */
function padded(document: JsonObject, room: number, proven: ReleaseDocumentInput["proven"]): JsonObject {
  let length = room;
  for (let ones = 0; ones < MOST_TRIES; ones += 1) {
    const zeros = Math.max(0, length - ones);
    const whole = proven({ ...document, pad: "0".repeat(zeros) + "1".repeat(length - zeros) });
    const missing = RELEASE_BYTES - bytesOf(whole);
    if (missing === 0) return whole;
    length = Math.max(0, length + missing);
  }
  throw new Error("A release that cannot be padded");
}

const MOST_TRIES = 100;

/** Nothing but length: a place where nothing can be written. */
export const isPad = (pad: string): boolean => /^0*1*$/.test(pad);

/**
 * Whether a document of ours says what was signed, in every language that it has, and nothing else. It is built anew for
 * that, so that no hand between signing and sending can have changed a letter.
 */
export function isReleaseAsSigned(document: JsonObject, said: SignedRelease, site: Site, centre: ActorId): boolean {
  const { contentMap, pad } = document;
  if (!isJsonObject(contentMap) || typeof pad !== "string" || !isPad(pad)) return false;
  const languages = Object.keys(contentMap).flatMap((tag) => languageTag(tag) ?? []);
  if (languages.length === 0 || bytesOf(document) !== RELEASE_BYTES) return false;
  const built = bareRelease(ownRelease(site, centre, said, languages));
  return JSON.stringify(without(without(document, "pad"), "proof")) === JSON.stringify(without(built, "pad"));
}

function ownRelease(
  site: Site,
  centre: ActorId,
  { id: uuid, published, audience, release, policy }: SignedRelease,
  languages: readonly LanguageTag[],
): BareRelease {
  const addresses = addressesOf(site);
  const id = addresses.bulletin(uuid);
  const to = audienceAddress({ addresses, centre, object: id, audience: { type: audience } });
  const cc = audience === "public" ? { cc: [addresses.followers(centre)] } : {};
  return {
    id,
    by: centre,
    method: addresses.howCounted(),
    published,
    release,
    audience,
    policy,
    languages,
    to: [to],
    ...cc,
  };
}

export interface BareRelease {
  readonly id: ObjectId;
  readonly by: ActorId;
  /** Where it is explained how things are counted. */
  readonly method: string;
  readonly published: Timestamp;
  readonly release: Release;
  readonly audience: BulletinAudience;
  readonly policy: string;
  readonly languages: readonly LanguageTag[];
  readonly to: readonly string[];
  readonly cc?: readonly string[];
}

/** Without a pad in it. */
export function bareRelease(bare: BareRelease): JsonObject {
  const { id, by, method, published, release, audience, policy, languages, to, cc } = bare;
  const content = localized(languages, (language) => releaseContent(release, language, method));
  const onlyUs = { automaticApproval: [by] };
  const document = present({
    id,
    type: "Note",
    kind: KINDS[release.type],
    attributedTo: by,
    published: isoInstant(published),
    content: content.first,
    contentMap: content.map,
    url: id,
    ...codesOf(release),
    group: groupJson(release, policy),
    pad: "",
    interactionPolicy: audience === "public" ? { canReply: onlyUs } : { canReply: onlyUs, canAnnounce: onlyUs },
    to,
    cc,
  });
  return { "@context": contextFor(document), ...document };
}

const KINDS = { bulletin: "Bulletin", statistics: "StatTable", heartbeat: "Heartbeat" } as const;

/** Whether a document of ours speaks of a release: asked of what has nothing else to show that it may leave. */
export const tellsOfRelease = (document: string): boolean =>
  Object.values(KINDS).some((kind) => document.includes(`"kind":"${kind}"`));

/** Where and in which trade, in the codes that filters of feeds know; a heartbeat is of none. */
export function codesOf(release: Release): {
  readonly regions?: readonly string[];
  readonly sectors?: readonly string[];
} {
  if (release.type === "heartbeat") return {};
  if (release.type === "statistics") return { regions: [release.table.place], sectors: [] };
  const { place, sector } = release.bulletin;
  return { regions: [place], sectors: sector === null ? [] : isicOf(sector) };
}

function groupJson(release: Release, releasePolicy: string): JsonObject | undefined {
  const reshare = "members";
  switch (release.type) {
    case "bulletin": {
      const { level, place, period, sector, origin, people, abuse, threshold } = release.bulletin;
      const codes: JsonValue = abuse.map(({ code, share }) => ({ code, share }));
      return { level, place, period, sector, origin, people, abuse: codes, threshold, reshare, releasePolicy };
    }
    case "statistics": {
      const { place, period, by, cells } = release.table;
      return { place, period, by, cells: cells.map(({ code, people }) => ({ code, people })), reshare, releasePolicy };
    }
    case "heartbeat":
      return undefined;
  }
}
