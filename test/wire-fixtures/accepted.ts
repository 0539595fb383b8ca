import { asObject, DAY, trusted, type Attestation } from "@commonhall/domain";
import {
  acceptActivity,
  actionAnnouncementDocument,
  actionDocument,
  announceActivity,
  attestationOffer,
  campaignDocument,
  centreDocument,
  createActivity,
  deleteActivity,
  endorsementOffer,
  followActivity,
  inviteActivity,
  nodeDocument,
  offerAnswer,
  openingPostDocument,
  organiserActivity,
  postDocument,
  PUBLIC,
  rejectActivity,
  signAttestation,
  tallyDocument,
  undoActivity,
  undoOffer,
  updateActivity,
  withProof,
  type JsonObject,
} from "@commonhall/wire";
import { ALLIANCE } from "./alliance.ts";
import { ALLIES } from "./allies.ts";
import { BULLETINS } from "./bulletins.ts";
import { FEEDS } from "./feeds.ts";
import { keysOf, proofKeyOf } from "./keys.ts";
import { MOVING } from "./moving.ts";
import { PLEDGES } from "./pledges.ts";
import {
  ALLY_CENTRE,
  ally,
  campaign,
  cancelledPicket,
  centre,
  CHANGED,
  closed,
  hall,
  HALL,
  petition,
  picket,
  post,
  postOfCentre,
  PUBLISHED,
  renewed,
  SOFTWARE,
  strike,
  updatedPost,
  uuid,
} from "./story.ts";

export interface Accepted {
  /** Below this folder. */
  readonly file: string;
  readonly about: string;
  readonly document: JsonObject;
}

const site = HALL;
const centreKey = proofKeyOf(centre.id);
const campaignKey = proofKeyOf(campaign.id);
const followersOf = hall.followers(centre.id);
const activity = (number: number) => hall.activity(uuid(number));
const toAll = { to: [PUBLIC], cc: [followersOf, campaign.id] };

interface Told {
  readonly object: JsonObject;
  readonly activity: JsonObject;
}

/** Both with a proof, the object's within the activity's. */
function told(number: number, document: JsonObject, published: number): Told {
  const object = withProof(document, centreKey, published);
  const about = { id: activity(number), actor: centre.id, object, published, ...toAll, audience: campaign.id };
  return { object, activity: withProof(createActivity(about), centreKey, published) };
}

function changed(number: number, document: JsonObject): Told {
  const object = withProof(document, centreKey, CHANGED);
  const about = { id: activity(number), actor: centre.id, object, published: CHANGED, ...toAll, audience: campaign.id };
  return { object, activity: withProof(updateActivity(about), centreKey, CHANGED) };
}

const opening = told(100, openingPostDocument({ site, campaign, centre }), PUBLISHED);
const aPost = told(101, postDocument({ site, post, centre, campaign }), post.published);
const ownPost = told(102, postDocument({ site, post: postOfCentre, centre }), postOfCentre.published);
const event = told(103, actionDocument({ site, action: picket, centre, campaign }), picket.published);
const openEnd = told(104, actionDocument({ site, action: strike, centre, campaign }), strike.published);
const note = told(
  105,
  actionDocument({ site, action: petition, centre, campaign, participants: 4100 }),
  petition.published,
);
const announcement = told(
  106,
  actionAnnouncementDocument({ site, action: picket, centre, campaign }),
  picket.published,
);
const newPost = changed(107, postDocument({ site, post: updatedPost, centre, campaign }));
const noEvent = changed(108, actionDocument({ site, action: cancelledPicket, centre, campaign }));

const groupOf = (state: typeof campaign): JsonObject =>
  campaignDocument({ site, campaign: state, keys: keysOf(campaign.id), centre });
const groupChanged = withProof(
  updateActivity({
    id: activity(109),
    actor: campaign.id,
    object: withProof(groupOf(renewed), campaignKey, CHANGED),
    published: CHANGED,
    to: [PUBLIC],
    cc: [hall.followers(campaign.id)],
  }),
  campaignKey,
  CHANGED,
);

const announce = announceActivity({
  id: activity(110),
  actor: campaign.id,
  object: post.id,
  published: post.published,
  to: [PUBLIC],
  cc: [hall.followers(campaign.id)],
});

const follow = { id: ally.activity(uuid(120)), actor: ALLY_CENTRE, object: campaign.id };
const offer = endorsementOffer({
  id: ally.activity(uuid(121)),
  actor: ALLY_CENTRE,
  endorsement: ally.endorsement(uuid(122)),
  campaign: campaign.id,
  published: CHANGED,
});

const offerId = ally.activity(uuid(121));
const organisers = hall.organisers(campaign.id);
const joining = { actor: campaign.id, centre: ALLY_CENTRE, published: CHANGED } as const;

const attestation: Attestation = {
  jti: uuid(135),
  issuer: centre.id,
  subject: ALLY_CENTRE,
  relation: "affiliate",
  issued: CHANGED,
  expires: CHANGED + 300 * DAY,
  regions: [],
  sectors: [],
  status: hall.attestationStatus(),
};
const jws = await signAttestation(attestation, centreKey);

const tally = told(
  137,
  tallyDocument({ id: hall.tally(uuid(136)), centre, campaign, count: 312, published: CHANGED }),
  CHANGED,
);

const ACTORS: readonly Accepted[] = [
  {
    file: "actors/centre.json",
    about: "A centre: Organization with both keys, texts in two languages, and what its node implements.",
    document: withProof(
      centreDocument({ site, centre, keys: keysOf(centre.id), software: SOFTWARE }),
      centreKey,
      PUBLISHED,
    ),
  },
  {
    file: "actors/node.json",
    about: "The node itself: an Application that signs what is fetched. Readable without a signature.",
    document: withProof(nodeDocument({ site, centre, keys: keysOf(hall.node()) }), proofKeyOf(hall.node()), PUBLISHED),
  },
  {
    file: "actors/campaign.json",
    about:
      "A campaign that runs: Group with demands, targets, dates, a state for each language, and the log of its changes.",
    document: withProof(groupOf(campaign), campaignKey, PUBLISHED),
  },
  {
    file: "actors/campaign-closed.json",
    about: "The same campaign, renewed and then closed: an outcome, what changed, whether the workers were told.",
    document: withProof(groupOf(closed), campaignKey, CHANGED),
  },
];

const OBJECTS: readonly Accepted[] = [
  {
    file: "objects/opening-post.json",
    about: "The Note that tells of a campaign; its context is the Group.",
    document: opening.object,
  },
  {
    file: "objects/post.json",
    about: "A campaign post in two languages, written in Spanish, with hashtags in two scripts.",
    document: aPost.object,
  },
  {
    file: "objects/post-of-centre.json",
    about: "A post that belongs to no campaign; raw HTML in it is text.",
    document: ownPost.object,
  },
  { file: "objects/picket.json", about: "An action at a place and time: an Event.", document: event.object },
  {
    file: "objects/picket-cancelled.json",
    about: "The same Event, cancelled: it says so in fields, name and text.",
    document: noEvent.object,
  },
  { file: "objects/strike.json", about: "A strike: an Event without an end.", document: openEnd.object },
  {
    file: "objects/petition.json",
    about: "An action that is no gathering: a Note; how many have signed is a number.",
    document: note.object,
  },
  {
    file: "objects/picket-announcement.json",
    about: "The Note that tells of the picket, for programs that show no Event; `about` names it.",
    document: announcement.object,
  },
];

const CARRYING: readonly Accepted[] = [
  {
    file: "activities/create-tally.json",
    about: "How many took part in what one organiser called to: a signed number, and nobody's name.",
    document: tally.activity,
  },
  {
    file: "activities/create-opening-post.json",
    about: "Create; activity and object carry a proof each.",
    document: opening.activity,
  },
  {
    file: "activities/create-post.json",
    about: "Create of a campaign post, for the centre's followers and the campaign.",
    document: aPost.activity,
  },
  { file: "activities/create-picket.json", about: "Create of an Event.", document: event.activity },
  { file: "activities/update-post.json", about: "Update: the object says when.", document: newPost.activity },
  {
    file: "activities/update-picket-cancelled.json",
    about: "Update that cancels an Event.",
    document: noEvent.activity,
  },
  {
    file: "activities/update-campaign.json",
    about: "Update of a Group by itself: it has been renewed.",
    document: groupChanged,
  },
];

const PLAIN: readonly Accepted[] = [
  {
    file: "activities/announce-post.json",
    about: "A campaign passes a post on to its followers, by id.",
    document: announce,
  },
  {
    file: "activities/undo-announce-post.json",
    about: "And takes that back.",
    document: undoActivity({
      id: activity(111),
      actor: campaign.id,
      activity: announce,
      to: [PUBLIC],
      cc: [hall.followers(campaign.id)],
    }),
  },
  {
    file: "activities/delete-post.json",
    about: "Delete of a Tombstone; nothing of the text is repeated.",
    document: deleteActivity({ id: activity(112), actor: centre.id, object: post.id, formerType: "Note", ...toAll }),
  },
  {
    file: "activities/delete-campaign.json",
    about: "A Group deletes itself.",
    document: deleteActivity({
      id: activity(113),
      actor: campaign.id,
      object: asObject(campaign.id),
      formerType: "Group",
      to: [PUBLIC],
    }),
  },
  {
    file: "activities/follow.json",
    about: "A centre elsewhere follows the campaign.",
    document: followActivity(follow),
  },
  {
    file: "activities/accept-follow.json",
    about: "Accept with the Follow in it.",
    document: acceptActivity({ id: activity(114), actor: campaign.id, follow }),
  },
  {
    file: "activities/accept-follow-by-id.json",
    about: "Accept whose object is the bare id, as some servers send it.",
    document: { ...acceptActivity({ id: activity(115), actor: campaign.id, follow }), object: follow.id },
  },
  {
    file: "activities/reject-follow.json",
    about: "Reject with the Follow in it.",
    document: rejectActivity({ id: activity(116), actor: campaign.id, follow }),
  },
  {
    file: "activities/undo-follow.json",
    about: "The follower leaves.",
    document: undoActivity({
      id: ally.activity(uuid(123)),
      actor: ALLY_CENTRE,
      activity: followActivity(follow),
      to: [campaign.id],
    }),
  },
  { file: "activities/offer-endorsement.json", about: "A centre offers to endorse the campaign.", document: offer },
  {
    file: "activities/undo-offer-endorsement.json",
    about: "And takes that back.",
    document: undoOffer({ id: ally.activity(uuid(124)), actor: ALLY_CENTRE, to: campaign.id, offer }),
  },
  {
    file: "activities/offer-endorsement-unnamed.json",
    about: "The same by a centre that does not want to be named: to the campaign alone.",
    document: endorsementOffer({
      id: ally.activity(uuid(126)),
      actor: ALLY_CENTRE,
      endorsement: ally.endorsement(uuid(127)),
      campaign: campaign.id,
      unnamed: true,
    }),
  },
  {
    file: "activities/accept-offer.json",
    about: "The campaign lists the one who endorses it; the offer is named by its id.",
    document: offerAnswer({ id: activity(130), actor: campaign.id, type: "Accept", offer: offerId, to: ALLY_CENTRE }),
  },
  {
    file: "activities/invite.json",
    about: "A campaign asks another centre to organise it too; attributedTo is the centre that leads.",
    document: inviteActivity({ ...joining, id: activity(131), lead: centre.id }),
  },
  {
    file: "activities/add-organiser.json",
    about: "It tells its organisers who is one of them now.",
    document: organiserActivity({ ...joining, id: activity(132), type: "Add", organisers, to: [ALLY_CENTRE] }),
  },
  {
    file: "activities/remove-organiser.json",
    about: "And who is not any more.",
    document: organiserActivity({ ...joining, id: activity(133), type: "Remove", organisers, to: [ALLY_CENTRE] }),
  },
  {
    file: "activities/offer-attestation.json",
    about: "A federation asks a centre to carry its attestation, a compact JWS (EdDSA); a note for everybody else.",
    document: attestationOffer({ site, id: activity(134), centre, attestation, jws, published: CHANGED }),
  },
  {
    file: "activities/unknown-type.json",
    about: "A type that nobody knows yet: answered 202, kept, ignored.",
    document: {
      ...followActivity({ ...follow, id: ally.activity(uuid(125)) }),
      type: "Applaud",
    },
  },
  {
    file: "activities/follow-id-with-query.json",
    about: "An actor whose id has a query, and single values where others send lists.",
    document: {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: "https://old.example/?activity=7",
      type: "Follow",
      actor: "https://old.example/?author=1",
      object: campaign.id,
      to: trusted.actor(campaign.id),
    },
  },
];

/** Documents that a reader of this network has to accept. */
export const ACCEPTED: readonly Accepted[] = [
  ...ACTORS,
  ...OBJECTS,
  ...CARRYING,
  ...MOVING,
  ...PLAIN,
  ...PLEDGES,
  ...ALLIES,
  ...BULLETINS,
  ...ALLIANCE,
  ...FEEDS,
];
