import { trusted, type Call, type Timestamp } from "@commonhall/domain";
import fc from "fast-check";
import {
  acceptActivity,
  announceActivity,
  createActivity,
  deleteActivity,
  endorsementOffer,
  followActivity,
  PUBLIC,
  rejectActivity,
  undoActivity,
  updateActivity,
} from "../activities/activities.ts";
import { callDocument } from "../calls/call-document.ts";
import { reportDocument } from "../calls/report-document.ts";
import { actionAnnouncementDocument } from "../campaigns/action-announcement-document.ts";
import { actionDocument } from "../campaigns/action-document.ts";
import { campaignDocument } from "../campaigns/campaign-document.ts";
import { openingPostDocument } from "../campaigns/opening-post-document.ts";
import { postDocument } from "../campaigns/post-document.ts";
import { centreDocument } from "../centres/centre-document.ts";
import { nodeDocument } from "../centres/node-document.ts";
import type { JsonObject } from "../json.ts";
import { withProof, type ProofKey } from "../proof.ts";
import { ADDRESSES, KEYS, SITE } from "./actors.ts";
import { anyAction, anyCall, anyCampaign, anyCentre, anyPost } from "./drafts.ts";

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
    kind: fc.constantFrom("opening", "post", "action", "announcement", "call", "report"),
  })
  .map(({ kind, centre, campaign, post, action, call: any, participants, isAlone }) => {
    const call: Call = { ...any, audience: { type: "public" }, exercise: false };
    if (kind === "call") return callDocument({ site, call, centre, campaign: isAlone ? undefined : campaign });
    if (kind === "report" && call.closing !== undefined) {
      const { closing, published } = call;
      return reportDocument({ site, call, closing, centre, published });
    }
    if (kind === "opening") return openingPostDocument({ site, campaign, centre });
    if (kind === "post") return postDocument({ site, post, centre, ...(isAlone ? {} : { campaign }) });
    if (kind === "announcement") return actionAnnouncementDocument({ site, action, centre, campaign });
    return actionDocument({ site, action, centre, campaign, ...(isAlone ? {} : { participants }) });
  });

export const anyActor: fc.Arbitrary<JsonObject> = fc
  .record({ centre: anyCentre, campaign: anyCampaign, kind: fc.constantFrom("centre", "node", "campaign") })
  .map(({ kind, centre, campaign }) => {
    if (kind === "centre") return centreDocument({ site, centre, keys, software });
    return kind === "node" ? nodeDocument({ site, centre, keys }) : campaignDocument({ site, campaign, keys, centre });
  });

/** Those that carry an object are made of `anyObject`; these carry ids, or little more. */
export const PLAIN_ACTIVITIES: readonly JsonObject[] = plainActivities();

function plainActivities(): JsonObject[] {
  const actor = ADDRESSES.centre(trusted.handle("hall"));
  const campaign = trusted.actor("https://ally.example/campaigns/payup");
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
  ];
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
