import {
  firstCharter,
  languageTag,
  trusted,
  UNDETERMINED,
  type ActorId,
  type Attestation,
  type Call,
  type Timestamp,
} from "@commonhall/domain";
import { membersUpTo, someTerms } from "@commonhall/domain/testing";
import fc from "fast-check";
import {
  acceptActivity,
  announceActivity,
  createActivity,
  deleteActivity,
  followActivity,
  PUBLIC,
  rejectActivity,
  undoActivity,
  updateActivity,
} from "../activities/activities.ts";
import {
  replicaAddress,
  statementAddress,
  statementOffer,
  type ShownStatement,
} from "../alliances/alliance-documents.ts";
import { charterPayload, versionFromCharter } from "../alliances/charter-payload.ts";
import { statementText } from "../alliances/sign-statement.ts";
import { callDocument } from "../calls/call-document.ts";
import { reportDocument } from "../calls/report-document.ts";
import {
  endorsementOffer,
  inviteActivity,
  offerAnswer,
  organiserActivity,
} from "../activities/handshake-activities.ts";
import { attestationOffer } from "../attestations/attestation-document.ts";
import { actionAnnouncementDocument } from "../campaigns/action-announcement-document.ts";
import { actionDocument } from "../campaigns/action-document.ts";
import { campaignDocument } from "../campaigns/campaign-document.ts";
import { openingPostDocument } from "../campaigns/opening-post-document.ts";
import { postDocument } from "../campaigns/post-document.ts";
import { tallyDocument } from "../campaigns/tally-document.ts";
import { centreDocument } from "../centres/centre-document.ts";
import { nodeDocument } from "../centres/node-document.ts";
import type { JsonObject } from "../json.ts";
import { withProof, type ProofKey } from "../proof.ts";
import { ADDRESSES, KEYS, SITE } from "./actors.ts";
import { anyAction, anyCall, anyCampaign, anyCentre, anyPost } from "./drafts.ts";

/** A centre that vouches for another one. */
const HALL = {
  id: ADDRESSES.centre(trusted.handle("hall")),
  name: { [languageTag("es") ?? ""]: "Casa de trabajadoras" },
  languages: [languageTag("es") ?? UNDETERMINED],
} as const;

const ATTESTATION: Attestation = {
  jti: "0199f0aa-0015-7000-8000-000000000015",
  issuer: HALL.id,
  subject: trusted.actor("https://ally.example/centres/ally"),
  relation: "organising-partner",
  issued: Date.UTC(2026, 10, 22),
  expires: Date.UTC(2027, 10, 23),
  regions: [],
  sectors: [],
  status: ADDRESSES.attestationStatus(),
};

const site = SITE;
const keys = KEYS;
const software = { name: "Commonhall", version: "0.1.0" };

/** Everything public that a centre writes. Notes, Events and Articles, no actors. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .record({
    centre: anyCentre,
    campaign: anyCampaign,
    post: anyPost,
    action: anyAction,
    call: anyCall,
    participants: fc.nat(),
    isAlone: fc.boolean(),
    kind: fc.constantFrom("opening", "post", "action", "announcement", "call", "report", "tally"),
  })
  .map(({ kind, centre, campaign, post, action, call: any, participants, isAlone }) => {
    const call: Call = { ...any, audience: { type: "public" }, exercise: false };
    if (kind === "call") return callDocument({ site, call, centre, campaign: isAlone ? undefined : campaign });
    if (kind === "report" && call.closing !== undefined) {
      const { closing, published } = call;
      return reportDocument({ site, call, closing, centre, published });
    }
    if (kind === "opening") return openingPostDocument({ site, campaign, centre });
    if (kind === "tally") return tallyOf({ centre, campaign, count: participants, isAlone });
    if (kind === "post") return postDocument({ site, post, centre, ...(isAlone ? {} : { campaign }) });
    if (kind === "announcement") return actionAnnouncementDocument({ site, action, centre, campaign });
    return actionDocument({ site, action, centre, campaign, ...(isAlone ? {} : { participants }) });
  });

const tallyOf = ({
  isAlone,
  ...facts
}: Pick<Parameters<typeof tallyDocument>[0], "centre" | "campaign" | "count"> & { readonly isAlone: boolean }) => {
  const published = Date.UTC(2026, 10, 22);
  return tallyDocument({ ...facts, id: ADDRESSES.tally("1"), published, ...(isAlone ? {} : { updated: published }) });
};

export const anyActor: fc.Arbitrary<JsonObject> = fc
  .record({ centre: anyCentre, campaign: anyCampaign, kind: fc.constantFrom("centre", "node", "campaign") })
  .map(({ kind, centre, campaign }) => {
    const attestations = [{ attestation: ATTESTATION, jws: "e30.e30.AA", issuerName: "Federation" }];
    const organisers = [{ id: ATTESTATION.subject, name: "Ally" }];
    if (kind === "centre") return centreDocument({ site, centre, keys, software, attestations });
    if (kind === "node") return nodeDocument({ site, centre, keys });
    const goesOn = { ...campaign, goesOnFrom: trusted.actor("https://ally.example/campaigns/payup") };
    return campaignDocument({ site, campaign: goesOn, keys, centre, organisers });
  });

/** Those that carry an object are made of `anyObject`; these carry ids, or little more. */
export const PLAIN_ACTIVITIES: readonly JsonObject[] = plainActivities();

function plainActivities(): JsonObject[] {
  const actor = ADDRESSES.centre(trusted.handle("hall"));
  const campaign = trusted.actor("https://ally.example/campaigns/payup");
  const [ally, ours] = [ATTESTATION.subject, ADDRESSES.campaign(trusted.handle("payup"))];
  const organisers = ADDRESSES.organisers(ours);
  const object = trusted.object("https://ally.example/posts/1");
  const id = ADDRESSES.activity("1");
  const published = Date.UTC(2026, 10, 22);
  const follow = { id: trusted.activity("https://ally.example/activities/9"), actor: campaign, object: actor };
  const announce = announceActivity({ id, actor, object, published, to: [PUBLIC], cc: [ADDRESSES.followers(actor)] });
  return [
    followActivity({ id, actor, object: campaign }),
    acceptActivity({ id, actor, follow }),
    rejectActivity({ id, actor, follow }),
    announce,
    deleteActivity({ id, actor, object, formerType: "Note", to: [PUBLIC] }),
    undoActivity({ id, actor, activity: announce, to: [PUBLIC] }),
    undoActivity({ id, actor, activity: follow.id, to: [campaign] }),
    endorsementOffer({ id, actor, endorsement: ADDRESSES.endorsement("1"), campaign, published }),
    endorsementOffer({ id, actor, endorsement: ADDRESSES.endorsement("1"), campaign, unnamed: true }),
    inviteActivity({ id, actor: ours, lead: actor, centre: ally, published }),
    ...(["Add", "Remove"] as const).map((type) =>
      organiserActivity({ id, actor: ours, type, centre: ally, organisers, to: [ally], published }),
    ),
    ...(["Accept", "Reject"] as const).map((type) => offerAnswer({ id, actor, type, offer: follow.id, to: ally })),
    attestationOffer({ site, id, centre: HALL, attestation: ATTESTATION, jws: "e30.e30.AA", published }),
    statementOffer({
      id,
      actor,
      to: [trusted.actor("https://ally.example/centres/ally")],
      statement: someStatement(actor),
    }),
  ];
}

/** The first version of a charter, without signatures. */
function someStatement(by: ActorId): ShownStatement {
  const { charter, alliance, hash } = versionFromCharter(
    firstCharter(someTerms(membersUpTo(3)), "https://hall.example"),
  );
  const id = statementAddress(replicaAddress(`${by}/alliances`, hash), hash);
  return { id, by, alliance, charter, type: "charter", text: statementText(charterPayload(charter), []) };
}

/** As a node does it: a proof for the object, so that it can be passed on, and one for the activity that carries it. */
export function sealed(object: JsonObject, key: ProofKey, at: Timestamp): Record<"object" | "activity", JsonObject> {
  const proven = withProof(object, key, at);
  return { object: proven, activity: withProof(carrying(proven), key, at) };
}

/** The activity that would carry the object: a Create, or an Update where it has been changed. */
export function carrying(object: JsonObject): JsonObject {
  const id = ADDRESSES.activity("2");
  const actor = ADDRESSES.centre(trusted.handle("hall"));
  const about = {
    id,
    actor,
    object,
    published: Date.UTC(2026, 10, 22),
    to: [PUBLIC],
    cc: [ADDRESSES.followers(actor)],
  };
  const isUpdate = object["inbox"] !== undefined || object["updated"] !== undefined;
  return isUpdate
    ? updateActivity(about)
    : createActivity({ ...about, audience: "https://hall.example/campaigns/payup" });
}
