import { feedName, feedTitle, offeredFeeds, type FeedFilter } from "@commonhall/domain";
import { opml, OPML_TYPE, type OpmlFeed } from "@commonhall/wire";
import { publicReaderOf, textFor } from "../../words/reader.ts";
import type { PublicVisit } from "../../layout/visit.ts";
import type { WebPorts } from "../../ports.ts";
import { respondFeed } from "../feeds.ts";
import { sayFor } from "./words/say.ts";
import { feedPath } from "./asked-feed.ts";

const MOST_CODES = 200;

/** Every feed that the node tells of, to be taken into a feed reader at once. */
export async function opmlFile(
  { feeds, site }: Pick<WebPorts, "feeds" | "site">,
  { request, url, centre }: Pick<PublicVisit, "request" | "url" | "centre">,
): Promise<Response> {
  const reader = publicReaderOf({ url: url.href }, centre);
  const say = sayFor(reader);
  const offered = offeredFeeds(await feeds.carried(MOST_CODES));
  const outline = (filter: FeedFilter): OpmlFeed => {
    const home = `${site.origin}${feedPath(feedName(filter))}`;
    return { title: feedTitle(filter, reader.language), home, address: `${home}.atom` };
  };
  const file = opml({
    title: say("opml.title", { centre: textFor(reader, centre.name).text }),
    groups: [
      { title: say("opml.everything"), feeds: offered.everything.map(outline) },
      { title: say("opml.places"), feeds: offered.places.map(outline) },
      { title: say("opml.branches"), feeds: offered.branches.map(outline) },
      { title: say("choose.federations"), feeds: offered.federations.map(outline) },
    ],
  });
  return respondFeed(request, file, OPML_TYPE);
}
