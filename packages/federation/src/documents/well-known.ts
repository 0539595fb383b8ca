import { handleFrom, trusted, type LocalActor } from "@commonhall/domain";
import {
  accountAddress,
  acctUri,
  actorJrd,
  addressesOf,
  nodeInfo,
  nodeInfoLinks,
  nodeJrd,
  NODEINFO_TYPE,
  type JsonObject,
  type Site,
} from "@commonhall/wire";
import { feedAt, feedNamed, type NamedFeed } from "../feeds/feed-addresses.ts";
import { takeUpAgain } from "../feeds/make-feed.ts";
import type { FederationPorts } from "../ports.ts";
import { refuse, respond, served } from "./respond.ts";

type Ports = Pick<FederationPorts, "site" | "software" | "direct">;

const JSON_TYPE = "application/json; charset=utf-8";
const JRD_TYPE = "application/jrd+json; charset=utf-8";

/** The addresses at which a server is asked who lives there and what it is (wire.md 9); undefined for any other path. */
export async function wellKnown(ports: Ports, request: Request, url: URL): Promise<Response | undefined> {
  switch (url.pathname) {
    case "/.well-known/webfinger":
      return webFinger(ports, request, url.searchParams.get("resource"));
    case "/.well-known/host-meta":
      return respond(request, served(hostMeta(ports.site), "application/xrd+xml; charset=utf-8"));
    case "/.well-known/nodeinfo":
      return respond(request, served(JSON.stringify(nodeInfoLinks(ports.site)), JSON_TYPE));
    case "/nodeinfo/2.1": {
      const centre = await ports.direct.centres.get();
      const { software } = ports;
      const document = nodeInfo({ site: ports.site, software, ...(centre === undefined ? {} : { centre }) });
      return respond(request, served(JSON.stringify(document), NODEINFO_TYPE));
    }
    default:
      return undefined;
  }
}

async function webFinger(ports: Ports, request: Request, resource: string | null): Promise<Response> {
  if (resource === null) return refuse(400, "The parameter resource is missing.");
  const jrd = await jrdFor(ports, resource.trim());
  return jrd === undefined
    ? refuse(404, "Nobody of that name here.")
    : respond(request, served(JSON.stringify(jrd), JRD_TYPE));
}

async function jrdFor(ports: Ports, resource: string): Promise<JsonObject | undefined> {
  const { origin } = ports.site;
  if (resource === origin || resource === `${origin}/`) return nodeJrd(ports.site);
  const feed = feedMeant(ports, resource);
  if (feed !== undefined) return feedJrd(ports, feed);
  const actor = await actorNamed(ports, resource);
  if (actor === undefined || actor.deleted !== undefined) return undefined;
  const username = actor.handle ?? ports.site.handleHost;
  const host = trusted.host(ports.site.handleHost);
  return actorJrd({
    subject: acctUri({ username, host }),
    actor: actor.id,
    page: actor.kind === "node" ? `${origin}/` : actor.id,
  });
}

/** By its id or its name, whether anybody has ever asked for it or not. */
function feedMeant({ site }: Ports, resource: string): NamedFeed | undefined {
  const byId = feedAt(site, resource);
  if (byId !== undefined) return byId;
  const account = accountAddress(resource);
  if (account === undefined || !hostsOf(site).includes(account.host)) return undefined;
  return feedNamed(addressesOf(site), account.username);
}

/** One that was dropped because nobody used it is there again as soon as somebody asks for it by its name. */
async function feedJrd({ site, direct }: Ports, { name, actor }: NamedFeed): Promise<JsonObject> {
  await takeUpAgain(direct.localActors, actor);
  const subject = acctUri({ username: name, host: trusted.host(site.handleHost) });
  return actorJrd({ subject, actor, page: actor });
}

const hostsOf = (site: Site): readonly string[] => [site.handleHost.toLowerCase(), new URL(site.origin).host];

/** By its id, or by its handle at either of the node's hosts. The node's own name is its host. */
async function actorNamed({ site, direct }: Ports, resource: string): Promise<LocalActor | undefined> {
  if (resource.startsWith(`${site.origin}/`)) return direct.localActors.get(trusted.actor(resource));
  const account = accountAddress(resource);
  const hosts = hostsOf(site);
  if (account === undefined || !hosts.includes(account.host)) return undefined;
  const name = account.username.toLowerCase();
  if (hosts.includes(name)) return direct.localActors.get(addressesOf(site).node());
  const handle = handleFrom(name);
  return handle === undefined ? undefined : direct.localActors.byHandle(handle);
}

/** RFC 6415, for programs that look here first for where WebFinger is. */
const hostMeta = ({ origin }: Site): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" type="application/jrd+json" template="${origin}/.well-known/webfinger?resource={uri}"/>
</XRD>
`;
