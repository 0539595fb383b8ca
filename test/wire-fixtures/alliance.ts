import {
  firstCharter,
  languageTag,
  multikey,
  nextCharter,
  plainDate,
  standingOf,
  termsInForce,
  trusted,
  type ActorId,
  type AllianceMember,
  type CharterVersion,
  type LanguageTag,
  type PlainDate,
} from "@commonhall/domain";
import {
  charterPayload,
  hashOfPayload,
  leavePayload,
  multikeyOf,
  replicaAddress,
  signStatement,
  statementAddress,
  statementOffer,
  statementText,
  versionFromCharter,
  type JsonObject,
} from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import { keysOf, proofKeyOf } from "./keys.ts";
import { ALLY_CENTRE, ally, centre, HALL, PUBLISHED, uuid } from "./story.ts";

const ENGLISH: LanguageTag = languageTag("en") ?? ("en" as LanguageTag);
const memberOf = (id: ActorId): AllianceMember => ({
  id,
  key: multikey(multikeyOf(keysOf(id).ed25519Public)) ?? trusted.multikey(""),
});
const members = [memberOf(ALLY_CENTRE), memberOf(centre.id)].sort((a, b) => (a.id < b.id ? -1 : 1));

const first = versionFromCharter(
  firstCharter(
    {
      name: { [ENGLISH]: "Domestic workers of the harbour cities" },
      purpose: { [ENGLISH]: "To answer each other's calls." },
      public: false,
      terms: { kinds: { calls: { from: "all", passOn: false } }, retention: 365 },
      until: plainDate("2027-11-22") ?? ("" as PlainDate),
      members,
    },
    HALL.origin,
  ),
);

async function charterOffer(number: number, version: CharterVersion, by: readonly ActorId[]): Promise<JsonObject> {
  const payload = charterPayload(version.charter);
  const signatures = await Promise.all(
    by.map((id) => signStatement("charter", payload, { ...memberOf(id), ...proofKeyOf(id), at: PUBLISHED })),
  );
  return offer(number, version, { type: "charter", hash: version.hash, text: statementText(payload, signatures) });
}

function offer(
  number: number,
  { alliance, charter }: CharterVersion,
  {
    type,
    hash,
    text,
  }: { readonly type: "charter" | "leave"; readonly hash: CharterVersion["hash"]; readonly text: string },
): JsonObject {
  const id = statementAddress(replicaAddress(ally.alliances(ALLY_CENTRE), first.hash), hash);
  const statement = { id, by: ALLY_CENTRE, alliance, charter, type, text };
  return statementOffer({ id: ally.activity(uuid(number)), actor: ALLY_CENTRE, to: [centre.id], statement });
}

const signatures = members.map(({ key }) => ({ version: first.hash, key, at: PUBLISHED }));
const standing = standingOf({ versions: [first], signatures, leaves: [] });
if (standing === undefined) throw new Error("Nothing stands");
const second = versionFromCharter(nextCharter(standing, { ...termsInForce(standing), public: true }));
const leave = leavePayload({ alliance: first.alliance, member: ALLY_CENTRE, at: first.hash });
const left = await signStatement("leave", leave, {
  ...memberOf(ALLY_CENTRE),
  ...proofKeyOf(ALLY_CENTRE),
  at: PUBLISHED,
});

export const CHARTER_OFFER = await charterOffer(140, first, [ALLY_CENTRE]);

/** What members of an alliance of many say to each other; `charter` is General JWS over the canonical text. */
export const ALLIANCE: readonly Accepted[] = [
  {
    file: "activities/offer-charter.json",
    about: "The first version of a charter, signed by the one that founds the alliance.",
    document: CHARTER_OFFER,
  },
  {
    file: "activities/offer-charter-change.json",
    about: "The version after it, signed by both members.",
    document: await charterOffer(141, second, [ALLY_CENTRE, centre.id]),
  },
  {
    file: "activities/offer-leave.json",
    about: "A member leaves.",
    document: offer(142, first, { type: "leave", hash: hashOfPayload(leave), text: statementText(leave, [left]) }),
  },
];
