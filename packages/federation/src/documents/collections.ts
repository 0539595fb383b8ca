import { trusted, type ActorId, type Endorsement } from "@commonhall/domain";
import { endorsementRelationship } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { migration } from "../moving/migration.ts";
import { actorOutbox, outboxCollection } from "./outbox-collection.ts";
import { served, type Served } from "./respond.ts";
import { collectionOf } from "./signed-facts.ts";
import { goneActor, isPublic } from "./stored-documents.ts";

export type CollectionPorts = Pick<
  FederationPorts,
  "site" | "clock" | "direct" | "objects" | "calls" | "campaigns" | "endorsements" | "organisers"
>;

/** Every name under which an actor of ours may have a collection. */
export const COLLECTIONS = [
  "outbox",
  "followers",
  "following",
  "featured",
  "organisers",
  "endorsements",
  "actions",
  "tallies",
  "affiliates",
  "allies",
  "recommendations",
  "migration",
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

export interface CollectionRequest {
  readonly id: string;
  readonly owner: ActorId;
  readonly name: string;
  /** The `page` of the query. */
  readonly page?: string;
}

const CONTEXT = "https://www.w3.org/ns/activitystreams";
/** No campaign has so many actions; a list must end somewhere. */
const MAX_ACTIONS = 500;
const MAX_CALLS = 20;

/** A collection of one of our actors; undefined where there is no such actor, or it has none of that name. */
export async function collectionDocument(
  ports: CollectionPorts,
  request: CollectionRequest,
): Promise<Served | undefined> {
  const { owner, name } = request;
  const actor = await ports.direct.localActors.get(owner);
  if (actor === undefined) return undefined;
  const gone = goneActor(actor);
  if (gone !== undefined) return gone;
  const body = await (actor.kind === "campaign" && isOfCampaigns(name)
    ? campaignCollection(ports, request, name)
    : actorCollection(ports, request));
  return body === undefined ? undefined : served(body);
}

const OF_CAMPAIGNS = ["organisers", "endorsements", "actions", "tallies"] as const;
type OfCampaigns = (typeof OF_CAMPAIGNS)[number];
const isOfCampaigns = (name: string): name is OfCampaigns => OF_CAMPAIGNS.some((one) => one === name);

async function actorCollection(
  ports: CollectionPorts,
  { id, owner, name, page }: CollectionRequest,
): Promise<string | undefined> {
  switch (name) {
    case "outbox":
      return outboxCollection(actorOutbox(ports, owner), id, page);
    // Who follows a centre, whom it follows and who its allies are is nobody's business: not even their number is told.
    case "followers":
    case "following":
    case "allies":
      return JSON.stringify({ "@context": CONTEXT, id, type: "OrderedCollection" });
    case "featured":
      return featured(ports, id, owner);
    case "migration":
      return outboxCollection(migration(ports, owner), id, page);
    case "affiliates": {
      const centre = await ports.direct.centres.get();
      return centre?.id === owner
        ? unordered(id, await ports.direct.attestations.affiliatesOf(owner, ports.clock()))
        : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * A centre shows its open calls and the opening posts of its campaigns that are not closed, a campaign its own: each
 * whole, with its proof (wire.md 5).
 */
async function featured(ports: CollectionPorts, id: string, owner: ActorId): Promise<string> {
  const campaigns = (await ports.campaigns.list()).filter(
    (campaign) => campaign.id === owner || (campaign.centre === owner && campaign.status !== "closed"),
  );
  const calls = (await ports.calls.list({ isPublic: true, limit: MAX_CALLS })).filter(
    (call) => call.centre === owner && call.status === "open",
  );
  const ids = [...calls.map(({ id }) => id), ...campaigns.map(({ openingPost }) => openingPost)];
  const posts = await Promise.all(ids.map((one) => ports.objects.get(one)));
  const documents = posts.flatMap((post) => (post !== undefined && isPublic(post.document) ? [post.document] : []));
  const head = { "@context": CONTEXT, id, type: "OrderedCollection", totalItems: documents.length };
  return `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${documents.join(",")}]}`;
}

async function campaignCollection(
  ports: CollectionPorts,
  { id, owner }: CollectionRequest,
  name: OfCampaigns,
): Promise<string | undefined> {
  const campaign = await ports.campaigns.get(trusted.actor(owner));
  if (campaign === undefined) return undefined;
  switch (name) {
    case "organisers":
      return unordered(id, [campaign.centre, ...(await ports.direct.organisers.of(owner)).map((one) => one.organiser)]);
    case "endorsements":
      return collectionOf(id, (await ports.endorsements.shownOf(owner)).map(relationshipText));
    case "tallies":
      return collectionOf(
        id,
        (await ports.organisers.tallies(owner)).map(({ document }) => document),
      );
    case "actions": {
      const actions = await ports.campaigns.actions(campaign.id, MAX_ACTIONS);
      const ids = actions.map((action) => action.id);
      return JSON.stringify({
        "@context": CONTEXT,
        id,
        type: "OrderedCollection",
        totalItems: ids.length,
        orderedItems: ids,
      });
    }
  }
}

const relationshipText = ({ endorsement: id, endorser, campaign }: Endorsement): string =>
  JSON.stringify(endorsementRelationship({ id, endorser, campaign }));

const unordered = (id: string, items: readonly string[]): string =>
  JSON.stringify({ "@context": CONTEXT, id, type: "Collection", totalItems: items.length, items });
