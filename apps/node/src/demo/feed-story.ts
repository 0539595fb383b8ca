import { parseAtomFeed } from "feedsmith";
import ICAL from "ical.js";
import type { Kind } from "@commonhall/domain";
import type { DemoNode } from "./demo-node.ts";
import { readable } from "./form-by-http.ts";
import { arrived, isFollowing, nextWeek, published } from "./seen.ts";
import type { Nodes, Step } from "./story.ts";

/** All that domestic workers do, anywhere, in whatever language. Nobody has set it up: every name is there. */
const NAME = "any.idwf.any.any";

/** What two centres publish, as a feed of the federation that follows them carries it. */
interface Told {
  readonly campaign: string;
  readonly gathering: string;
  readonly news: string;
}

/**
 * A federation's feed fills from two centres. Anybody reads it as Atom and as a calendar, with parsers that others wrote; the
 * stranger, who follows neither centre, subscribes with a Follow as every program of the fediverse sends it.
 */
export async function* feeds({ beirut, hongKong, federation, stranger }: Nodes): AsyncGenerator<Step> {
  const address = `@${NAME}@${new URL(federation.origin).host}`;
  await stranger.hall("follow", address);
  yield {
    told: `Stranger follows no centre, but a feed of Federation: ${address}`,
    seen: async () => ((await isFollowing(stranger, address)) ? "accepted, and nobody set it up" : undefined),
  };
  const feed = `${federation.origin}/feeds/${NAME}`;
  const day = nextWeek();
  const told: Told = {
    campaign: await publish(hongKong, "day-off", CAMPAIGN),
    gathering: await publish(hongKong, "gathering", gatheringOn(day)),
    news: await publish(beirut, "news", NEWS),
  };
  yield {
    told: "Hong Kong opens a campaign and invites to a gathering, Beirut tells news: the feed fills from both",
    seen: () => onPage(feed),
  };
  yield { told: "A parser from npm reads the feed as Atom", seen: () => readAsAtom(`${feed}.atom`, told) };
  yield {
    told: "Another reads it as a calendar",
    seen: () => readAsCalendar(`${feed}.ics`, told.gathering, day),
  };
  yield { told: "Stranger has all of it by that one Follow", seen: () => eachOnce(stranger, told) };
}

const publish = async (node: DemoNode, name: string, text: string): Promise<string> =>
  published.parse(await node.hall("publish", await node.file(`${name}.yaml`, text))).id;

/** As somebody sees it in a browser. */
async function onPage(feed: string): Promise<string | undefined> {
  const text = readable(await (await fetch(`${feed}?lang=en`)).text());
  const names = ["Our day off is ours", "Picnic on the day off", "The first of them was paid"];
  return names.every((name) => text.includes(name)) ? `all three stand on ${feed}` : undefined;
}

async function readAsAtom(url: string, { campaign, gathering, news }: Told): Promise<string | undefined> {
  const { entries = [] } = parseAtomFeed(await (await fetch(url)).text());
  const ids = entries.map(({ id = "" }) => id);
  if (ids.toSorted().join() !== [campaign, gathering, news].toSorted().join()) return undefined;
  const authors = new Set(entries.flatMap((entry) => (entry.authors ?? []).map(({ name }) => name)));
  return `${ids.length} entries of ${[...authors].join(" and ")}, none twice`;
}

async function readAsCalendar(url: string, gathering: string, day: string): Promise<string | undefined> {
  const calendar = new ICAL.Component(ICAL.parse(await (await fetch(url)).text()));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  const [event] = events;
  const isIt = events.length === 1 && event?.uid === gathering && event.startDate.toString().startsWith(day);
  return isIt ? `${event.summary}, ${event.startDate.toString()}` : undefined;
}

/** Nothing else, and nothing twice. Whoever follows has a gathering as its Event and as the Note that tells of it. */
async function eachOnce(node: DemoNode, { campaign, gathering, news }: Told): Promise<string | undefined> {
  const standing = async (kind: Kind) =>
    (await arrived(node, kind)).map(({ id, object: { about } }) => `${kind} ${typeof about === "string" ? about : id}`);
  const all = [await standing("campaign"), await standing("action"), await standing("post")].flat();
  const once = [`campaign ${campaign}`, `action ${gathering}`, `post ${gathering}`, `post ${news}`];
  return all.toSorted().join() === once.toSorted().join()
    ? "campaign, gathering, what tells of it, and news, each exactly once"
    : undefined;
}

const CAMPAIGN = `kind: campaign
handle: day-off
name: { en: Our day off is ours, id: Hari libur kami milik kami }
summary:
  en: Domestic workers are called back to work on their only day off. (This campaign is made up.)
  id: Pekerja rumah tangga dipanggil bekerja di satu-satunya hari libur mereka. (Kampanye ini rekaan.)
regions: [HK]
sectors: ["isic4:T97"]
targets:
  - { name: The labour department, role: government }
demands:
  - { en: A whole day off every week, id: Libur penuh setiap minggu }
`;

const gatheringOn = (day: string): string => `kind: action
campaign: day-off
type: meeting
name: { en: Picnic on the day off, id: Piknik di hari libur }
text: { en: Bring food and a friend., id: Bawa makanan dan teman. }
starts: ${day} 11:00
ends: ${day} 16:00
timezone: Asia/Hong_Kong
place: { name: Under the trees of the park }
`;

const NEWS = `kind: post
text: { en: The first of them was paid what she was owed., ar: نالت أولاهنّ ما كان مستحقًّا لها. }
tags: [wages]
`;
