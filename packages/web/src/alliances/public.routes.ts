import { charterHash, isMemberOf, type Alliance } from "@commonhall/domain";
import { wantedIn } from "../feeds/feeds.ts";
import { refuse } from "../layout/refuse.ts";
import { publicPage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { visit, type Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { ALLIANCE_FEEDS, allianceFeed, publicNews, withdrawnNews } from "./alliance-feed.ts";
import { alliancePage } from "./alliance.page.ts";

type Ports = Pick<WebPorts, "site" | "clock" | "centres" | "campaigns" | "objects" | "alliances">;

/**
 * Alliances whose charter says that anybody may know of them, as every one of their members may show them. Of any other
 * there is nothing here, as of one that there is not: who is allied with whom can be dangerous to know.
 */
export const allianceRoutes = (ports: Ports): readonly Route[] => [
  { path: "/alliances/:name", get: (c) => visit(ports.centres, c, (to) => showAlliance(ports, to)) },
];

async function showAlliance(ports: Ports, { request, reader, centre, name, url }: Visit): Promise<Response> {
  const [first = "", ending] = name.split(".");
  const alliance = await publicAlliance(ports, first);
  const feed = ALLIANCE_FEEDS.find((one) => one === ending);
  if (alliance === undefined || (ending !== undefined && feed === undefined)) {
    return refuse(request, "not-found", centre);
  }
  const members = await ports.alliances.members(alliance.standing.members);
  const wanted = feed === undefined ? reader.wanted : wantedIn(url);
  const news = await publicNews(ports, { alliance, members, centre }, wanted);
  if (feed !== undefined) {
    const withdrawn = await withdrawnNews(ports, members);
    return allianceFeed(ports, { request, url, feed, alliance, news, withdrawn });
  }
  const campaigns = (await ports.campaigns.list()).filter(({ status }) => status === "running");
  const { origin } = ports.site;
  return publicPage(request, alliancePage({ reader, centre, origin, alliance, members, campaigns, news }));
}

async function publicAlliance({ alliances, clock }: Ports, name: string): Promise<Alliance | undefined> {
  const first = charterHash(name);
  const found =
    first === undefined ? undefined : (await alliances.list()).find(({ standing }) => standing.chain[0] === first);
  if (found === undefined || found.apart || !wantsToBeKnown(found)) return undefined;
  return isMemberOf(found, clock()) ? found : undefined;
}

/** Where members have agreed on two versions and one of them keeps to itself, nobody is told until that is settled. */
function wantsToBeKnown({ standing }: Alliance): boolean {
  const open = standing.forks.filter(({ isSettled }) => !isSettled);
  const ends = open.flatMap(({ other, ends }) => [other, ...ends.map(({ version }) => version)]);
  return [standing.current, ...ends].every(({ charter }) => charter.public);
}
