import {
  feedFilterFrom,
  feedName,
  feedTitle,
  type FeedFilter,
  type FeedItem,
  type FeedName,
  type FollowLine,
  type MonthCount,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import {
  go,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { csv } from "../layout/csv.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton } from "../layout/parts.ts";
import { feedPath } from "./network/asked-feed.ts";
import { choiceForm, filterChosen } from "./network/feed-choice.ts";
import { itemLines } from "./network/item-list.ts";
import { monthBars, monthsOf, monthTable, rateText } from "./network/months.ts";
import { refusedText } from "./network/name-refused.page.ts";
import { sayFor, sayRich } from "./words/say.ts";

const PATH = "/desk/feeds";

/** What the centre keeps an eye on: some feeds of its own node, and those of other nodes that it follows. */
export const feedRoutes: readonly DeskRoute[] = [
  opens("/feeds", "read what arrived", feedsPage),
  opens("/feeds.csv", "read what arrived", countsFile),
  sends("/feeds", "follow", feedsPage, watch),
  sends("/feeds/remove", "follow", feedsPage, unwatch),
];

async function watch({ ports, form, reader }: Visit): ReturnType<Run> {
  const read = feedFilterFrom(form.get("name"));
  if (!read.ok) return refused({ field: "name", message: refusedText(reader, read.error) });
  const added = await ports.watchedFeeds.add(feedName(read.value), ports.clock());
  return added ? go(PATH, "feed-watched") : refused({ field: "name", message: sayFor(reader)("watch.full") });
}

async function unwatch({ ports, form }: Visit): ReturnType<Run> {
  const read = feedFilterFrom(form.get("name"));
  if (read.ok) await ports.watchedFeeds.remove(feedName(read.value));
  return go(PATH, "feed-unwatched");
}

interface Watched {
  readonly name: FeedName;
  readonly filter: FeedFilter;
  readonly months: readonly MonthCount[];
  readonly items: readonly FeedItem[];
}

const LAST_ITEMS = 3;

/** One after the other: each counts a year of what may be much. */
async function watchedFeeds({ ports }: Visit, limit: number): Promise<readonly Watched[]> {
  const watched: Watched[] = [];
  for (const name of await ports.watchedFeeds.list()) {
    const read = feedFilterFrom(name);
    if (!read.ok) continue;
    const filter = read.value;
    const months = await monthsOf(ports.feeds, filter, ports.clock());
    const { items } = await ports.feeds.items(filter, { isFor: "readers", limit });
    watched.push({ name, filter, months, items });
  }
  return watched;
}

async function feedsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors, session } = visit;
  const say = sayFor(reader);
  const [watched, following] = [await watchedFeeds(visit, LAST_ITEMS), await ports.follows.following()];
  const mayChange = admitted(session.staff.roles, "follow");
  const highest = Math.max(0, ...watched.flatMap(({ months }) => months.map(({ items }) => items)));
  return {
    room: "feeds",
    title: say("desk.title"),
    body: html`<h1>${say("desk.title")}</h1>
<p>${say("desk.lead")}</p>
${errorList(reader.words, errors)}
${
  watched.length === 0
    ? empty(say("desk.none"))
    : html`<p>${say("desk.counts")}</p>
<div class="multiples">${watched.map((one) => watchedPart(visit, one, { highest, mayChange }))}</div>
<p class="acts">${linkButton(reader.link("/desk/feeds.csv"), say("desk.csv"))}</p>`
}
${mayChange && (await choosePart(visit))}
${elsewherePart(visit, following)}`,
  };
}

function watchedPart(
  { ports, reader, session }: Visit,
  { name, filter, months, items }: Watched,
  { highest, mayChange }: { readonly highest: number; readonly mayChange: boolean },
): Html {
  const title = feedTitle(filter, reader.language);
  return html`<figure><figcaption><a href="${reader.link(feedPath(name))}">${title}</a></figcaption>
${monthBars(months, highest)}
<p>${rateText(reader, months)}</p>
${monthTable(reader, months)}
${items.length > 0 && itemLines(reader, items)}
<p>${code(addressesOf(ports.site).handleOf(name))}</p>
${
  mayChange &&
  form({
    action: reader.link("/desk/feeds/remove"),
    csrf: session.csrf,
    hidden: { name },
    body: button({ label: sayRich(reader)("watch.remove", { feed: title }), kind: "calm" }),
  })
}</figure>`;
}

/** By lists, as on the page for everybody, or by a name that one knows. */
async function choosePart(visit: Visit): Promise<Html> {
  const { reader, session, query, form: typed, errors } = visit;
  const say = sayFor(reader);
  const filter = filterChosen(query);
  const watchButton = (name: string, body: Html): Html =>
    form({ action: reader.link(PATH), csrf: session.csrf, hidden: { name }, body });
  return html`<section id="choose"><h2>${say("watch.title")}</h2>
${choiceForm(reader, PATH, filter)}
${
  Object.keys(filter).length > 0 &&
  html`<div class="notice plain"><p><a href="${reader.link(feedPath(feedName(filter)))}">${feedTitle(filter, reader.language)}</a></p>
${watchButton(feedName(filter), button({ label: say("watch.this") }))}</div>`
}
<details class="more"${errors.length > 0 && html` open`}><summary>${say("watch.by-name")}</summary>
${form({
  action: reader.link(PATH),
  csrf: session.csrf,
  body: html`${field({
    name: "name",
    label: say("watch.name"),
    hint: say("watch.name.hint"),
    value: typed.fields["name"],
    errors,
    ltr: true,
    autocomplete: "off",
  })}
${button({ label: say("watch.this"), kind: "calm" })}`,
})}</details></section>`;
}

/** Of those whom we follow, who are feeds of other nodes. */
function elsewherePart({ reader }: Visit, following: readonly FollowLine[]): Html {
  const say = sayFor(reader);
  const lines = following.flatMap((line) => {
    const filter = line.state === "ended" ? undefined : filterOfActor(line.id);
    return filter === undefined
      ? []
      : [
          html`<li><strong>${feedTitle(filter, reader.language)}</strong> ${bdi(new URL(line.id).host)}
${code(line.handle)} <span class="quiet">${say(`elsewhere.state.${line.state === "accepted" ? "accepted" : "waiting"}`)}</span>
${line.state === "accepted" && html`<a href="${reader.link(`/desk/arrived?from=${encodeURIComponent(line.id)}`)}">${reader.words("desk.following.read")}</a>`}</li>`,
        ];
  });
  return html`<section><h2>${say("elsewhere.title")}</h2>
<p>${say("elsewhere.text", { room: reader.words("desk.room.following") })}</p>
${lines.length === 0 ? empty(say("elsewhere.none"), linkButton(reader.link("/desk/following"), reader.words("desk.room.following"))) : html`<ul class="lines">${lines}</ul>`}</section>`;
}

/** A feed of any node of this network says in its address what it carries. */
function filterOfActor(id: string): FeedFilter | undefined {
  const [, name] = /^\/feeds\/([^/]+)$/.exec(new URL(id).pathname) ?? [];
  const read = name === undefined ? undefined : feedFilterFrom(name);
  return read?.ok === true ? read.value : undefined;
}

/** A line for each feed and month. */
async function countsFile(visit: Visit): Promise<Elsewhere> {
  const watched = await watchedFeeds(visit, 0);
  const rows = watched.flatMap(({ name, months }) => months.map(({ month, items }) => [name, month, items]));
  return { type: "download", name: "feeds.csv", bytes: csv(["feed", "month", "publications"], rows) };
}
