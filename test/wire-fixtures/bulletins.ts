import { cellCodes, type Bulletin, type SignedRelease } from "@commonhall/domain";
import { RELEASE_DAY, sampleBulletin, sampleRegion, sampleTable } from "@commonhall/domain/testing";
import {
  createActivity,
  deleteActivity,
  isJsonObject,
  PUBLIC,
  releaseDocument,
  withProof,
  without,
  type JsonObject,
  type JsonValue,
} from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import { proofKeyOf } from "./keys.ts";
import type { Refused } from "./refused.ts";
import { centre, hall, HALL, uuid } from "./story.ts";

const POLICY = "sha256-Yq3Lk0mC7yR4bN1t8vXo2sWf5uHj6eZpA9dGiTqKxBw";
const key = proofKeyOf(centre.id);
const random = (last: number): string => `5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c${last}`;
const bulletin = sampleBulletin({
  id: random(11),
  level: "B3",
  place: sampleRegion("QA-DA"),
  period: "2026",
  people: "11-19",
});

const said = (release: SignedRelease["release"], audience: Bulletin["audience"] = "allies"): SignedRelease => {
  const id = release.type === "bulletin" ? release.bulletin.id : release.id;
  return { id, published: RELEASE_DAY, audience, release, policy: POLICY };
};

const built = (of: SignedRelease): JsonObject =>
  releaseDocument({
    site: HALL,
    centre,
    said: of,
    proven: (document) => (of.audience === "public" ? withProof(document, key, RELEASE_DAY) : document),
  });

const forAllies = built(said({ type: "bulletin", bulletin }));
const forAll = built(
  said({ type: "bulletin", bulletin: { ...bulletin, id: random(12), audience: "public", people: "20-49" } }, "public"),
);
const cells = cellCodes("sector").map((code, at) => ({ code, people: at < 3 ? 11 + at : ("<11" as const) }));
const table = built(
  said({
    type: "statistics",
    id: random(13),
    table: sampleTable({ place: sampleRegion("QA"), cells }),
  }),
);
const heartbeat = built(said({ type: "heartbeat", id: random(14) }));

const told = (number: number, object: JsonObject): JsonObject => {
  const about = { id: hall.activity(uuid(number)), actor: centre.id, published: RELEASE_DAY, object };
  return createActivity({ ...about, to: [hall.allies(centre.id)] });
};
const toldToAll = withProof(
  createActivity({
    id: hall.activity(uuid(151)),
    actor: centre.id,
    published: RELEASE_DAY,
    object: forAll,
    to: [PUBLIC],
    cc: [hall.followers(centre.id)],
  }),
  key,
  RELEASE_DAY,
);
const bulletinTold = told(150, forAllies);
const tableTold = told(152, table);

export const BULLETINS: readonly Accepted[] = [
  {
    file: "activities/bulletin-for-allies.json",
    about:
      "What workers reported, of a group of at least eleven: for allies, so without any proof. Written without white space the object has 32,768 bytes.",
    document: bulletinTold,
  },
  { file: "activities/create-bulletin.json", about: "One for everybody, of at least twenty.", document: toldToAll },
  {
    file: "activities/table-for-allies.json",
    about: "How many workers reported in a quarter, by sector; below eleven no number is shown.",
    document: tableTold,
  },
  {
    file: "activities/heartbeat-for-allies.json",
    about: "A release day with nothing to say: an object of the same size.",
    document: told(153, heartbeat),
  },
  {
    file: "activities/delete-bulletin.json",
    about: "A whole bulletin taken back. No reason is given.",
    document: deleteActivity({
      id: hall.activity(uuid(154)),
      actor: centre.id,
      object: hall.bulletin(bulletin.id),
      formerType: "Note",
      to: [hall.allies(centre.id)],
    }),
  },
];

const changed = (activity: JsonObject, change: (object: JsonObject) => JsonObject): JsonObject => {
  const { object } = activity;
  return { ...activity, object: change(isJsonObject(object) ? object : {}) };
};
const inGroup = (activity: JsonObject, change: JsonObject): JsonObject =>
  changed(activity, (object) => ({
    ...object,
    group: { ...(isJsonObject(object["group"]) ? object["group"] : {}), ...change },
  }));
const withCells = (change: readonly JsonValue[]): JsonObject => inGroup(tableTold, { cells: change });

const REFUSALS: readonly (readonly [string, string, JsonObject])[] = [
  ["bulletin-with-a-field-more", "A field under group that none has.", inGroup(bulletinTold, { employer: "BuildCo" })],
  [
    "bulletin-with-a-text",
    "A field beside those that a bulletin has.",
    changed(bulletinTold, (one) => ({ ...one, summary: "A cook told us" })),
  ],
  ["bulletin-of-ten", "A threshold below eleven.", inGroup(bulletinTold, { threshold: 10 })],
  ["bulletin-of-a-town", "A place finer than a province.", inGroup(bulletinTold, { place: "QA-DOHA" })],
  ["bulletin-of-a-quarter", "A quarter, at a level of years.", inGroup(bulletinTold, { period: "2026-Q4" })],
  ["bulletin-of-a-month", "A month is no period.", inGroup(bulletinTold, { period: "2026-11" })],
  ["bulletin-of-a-country", "A country, at a level of provinces.", inGroup(bulletinTold, { place: "QA" })],
  ["bulletin-of-an-isic-code", "A sector that is none of nine.", inGroup(bulletinTold, { sector: "isic4:T97" })],
  ["bulletin-with-an-origin", "An origin, at a level that has none.", inGroup(bulletinTold, { origin: "034" })],
  [
    "bulletin-with-an-unknown-code",
    "A code of abuse that is on no list.",
    inGroup(bulletinTold, { abuse: [{ code: "cook", share: "most" }] }),
  ],
  [
    "bulletin-of-nearly-all",
    "Of more than a third what could bring shame on all of them.",
    inGroup(bulletinTold, { abuse: [{ code: "sexual", share: "nearly_all" }] }),
  ],
  ["bulletin-with-a-count", "A number in the place of a band.", inGroup(bulletinTold, { people: 12 })],
  [
    "bulletin-of-another-day",
    "Published on a day that is no release day.",
    changed(bulletinTold, (one) => ({ ...one, published: "2027-02-03T09:00:00Z" })),
  ],
  [
    "bulletin-of-another-release-day",
    "Published on the release day of another period.",
    changed(bulletinTold, (one) => ({ ...one, published: "2027-05-04T09:00:00Z" })),
  ],
  [
    "bulletin-updated",
    "It says that it was changed.",
    changed(bulletinTold, (one) => ({ ...one, updated: "2027-02-02T09:00:00Z" })),
  ],
  [
    "bulletin-with-a-counted-id",
    "An id that can be counted.",
    changed(bulletinTold, (one) => ({ ...one, id: "https://hall.example/bulletins/7" })),
  ],
  [
    "bulletin-with-a-written-pad",
    "Words where only length belongs.",
    changed(bulletinTold, (one) => ({ ...one, pad: "call me" })),
  ],
  [
    "bulletin-of-eleven-for-all",
    "For everybody, of fewer than twenty.",
    changed(bulletinTold, (one) => ({ ...one, to: [PUBLIC] })),
  ],
  [
    "table-of-a-province",
    "A table of a province.",
    inGroup(
      changed(tableTold, (one) => ({ ...one, regions: ["QA-DA"] })),
      { place: "QA-DA" },
    ),
  ],
  ["table-of-a-year", "A table of a year.", inGroup(tableTold, { period: "2026" })],
  [
    "table-below-eleven",
    "A cell with a number below eleven.",
    withCells(cells.map((cell) => ({ ...cell, people: 10 }))),
  ],
  ["table-with-a-cell-less", "A table without one of its cells.", withCells(cells.slice(1))],
  ["table-with-a-total", "A total, from which a hidden cell could be found.", inGroup(tableTold, { total: 60 })],
  ["heartbeat-that-speaks", "A heartbeat with something to say.", told(155, { ...heartbeat, group: { level: "B6" } })],
  ["bulletin-without-a-group", "A bulletin that says nothing.", changed(bulletinTold, (one) => without(one, "group"))],
];

/** They read as activities; whoever takes in what they tell has to refuse it. */
export const REFUSED_BULLETINS: readonly Refused[] = REFUSALS.map(([name, about, document]) => ({
  file: `refused/${name}.json`,
  about,
  text: `${JSON.stringify(document, null, 2)}\n`,
  refusal: { type: "release" },
}));
