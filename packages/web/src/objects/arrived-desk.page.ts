import {
  actorId,
  KINDS,
  objectId,
  ownName,
  type ActorId,
  type ArrivalReason,
  type FollowLine,
  type Kind,
} from "@commonhall/domain";
import { vouchingPart } from "../attestations/vouching.ts";
import { goesOnPart } from "../organisers/run-by.part.ts";
import { NOT_FOUND, opens, sends, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { when } from "../desk/times.ts";
import { calendarOffer, renewCalendar } from "../feeds/calendar-offer.ts";
import { select } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, linkButton, metaLine, pager } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import type { WordKey } from "../words/words.ts";
import { arrivedItems } from "./arrived-items.ts";
import { limitedStamp, objectBody, objectNotice } from "./object-notice.ts";
import { shownObject } from "./shown-object.ts";

/** What others published: those whom this centre follows, its allies and, apart from both, strangers who wrote to it. */
export const arrivedRoutes: readonly DeskRoute[] = [
  opens("/arrived", "read what arrived", arrivedPage),
  sends("/arrived", "follow", arrivedPage, renewCalendar),
  opens("/arrived/object", "read what arrived", objectPage),
];

const ON_A_PAGE = 20;

interface Wanted {
  readonly kind: Kind | undefined;
  readonly from: ActorId | undefined;
  readonly who: Who;
}

/** Each with why an object stands in the list. */
const REASONS = { followed: "followed", allies: "ally", strangers: "addressed" } as const satisfies Record<
  string,
  ArrivalReason
>;
type Who = keyof typeof REASONS;
const WHO: readonly Who[] = ["followed", "allies", "strangers"];

async function arrivedPage(visit: Visit): Promise<Sheet> {
  const { ports, query, reader, errors } = visit;
  const { words } = reader;
  const wanted: Wanted = {
    kind: KINDS.find((kind) => kind === query("kind")),
    from: actorId(query("from")),
    who: WHO.find((who) => who === query("who")) ?? "followed",
  };
  const after = query("after");
  const [{ items, next }, following] = await Promise.all([
    ports.objects.timeline({
      reason: REASONS[wanted.who],
      limit: ON_A_PAGE,
      ...(wanted.kind === undefined ? {} : { kind: wanted.kind }),
      ...(wanted.from === undefined ? {} : { from: wanted.from }),
      ...(after === "" ? {} : { after }),
    }),
    ports.follows.following(),
  ]);
  const nameOf = nameIn(following);
  const arrived = await arrivedItems(ports.objects, items);
  return {
    room: "arrived",
    title: words("desk.room.arrived"),
    body: html`<h1>${words("desk.arrived.title")}</h1>
${errorList(words, errors)}
${tabs(visit, wanted)}
<p>${words(LEADS[wanted.who])}</p>
${filter(visit, wanted, following)}
${isOfActions(wanted) && (await calendarOffer(visit, wanted.kind === "action"))}
${items.length === 0 ? nothingThere(visit, wanted, following) : arrived.map((item) => objectNotice(visit, item, nameOf))}
${pager({
  newer: after === "" ? undefined : { href: address(visit, wanted), label: words("desk.arrived.newest") },
  older: next === undefined ? undefined : { href: address(visit, wanted, next), label: words("list.older") },
})}`,
    moreLanguages: arrived.flatMap(({ shown }) => shown.languages),
  };
}

const LEADS = {
  followed: "desk.arrived.lead",
  allies: "desk.arrived.allies.lead",
  strangers: "desk.arrived.strangers.lead",
} as const satisfies Record<Who, WordKey>;

const isOfActions = ({ kind, who }: Wanted): boolean => who === "followed" && (kind === undefined || kind === "action");

function address({ reader }: Visit, { kind, from, who }: Wanted, after?: string): string {
  const query = new URLSearchParams({
    ...(who === "followed" ? {} : { who }),
    ...(kind === undefined ? {} : { kind }),
    ...(from === undefined ? {} : { from }),
    ...(after === undefined ? {} : { after }),
  }).toString();
  return reader.link(query === "" ? "/desk/arrived" : `/desk/arrived?${query}`);
}

const tabs = (visit: Visit, { kind, from, who }: Wanted): Html => {
  const { words } = visit.reader;
  const tab = (to: Who): Html =>
    html`<li><a href="${address(visit, { kind, from, who: to })}"${to === who && html` aria-current="page"`}>${words(`desk.arrived.${to}`)}</a></li>`;
  return html`<nav class="tabs" aria-label="${words("desk.arrived.tabs")}"><ul>${WHO.map(tab)}</ul></nav>`;
};

function filter({ reader }: Visit, { kind, from, who }: Wanted, following: readonly FollowLine[]): Html {
  const { words } = reader;
  const language = new URL(reader.link("/"), "http://desk.invalid").searchParams.get("lang");
  const authors = new Map<string, string>(following.map(({ id, name }) => [id, name]));
  if (from !== undefined && !authors.has(from)) authors.set(from, from);
  return html`<form method="get" action="/desk/arrived" class="filter">
${who !== "followed" && html`<input type="hidden" name="who" value="${who}">`}
${language !== null && html`<input type="hidden" name="lang" value="${language}">`}
${select({
  name: "kind",
  label: words("desk.arrived.kind"),
  choices: [
    { value: "", label: words("desk.arrived.every-kind") },
    ...KINDS.map((value) => ({ value, label: words(`desk.kind.${value}`) })),
  ],
  chosen: kind ?? "",
})}
${select({
  name: "from",
  label: words("desk.arrived.from"),
  choices: [
    { value: "", label: words("desk.arrived.everybody") },
    ...[...authors].map(([value, name]) => ({ value, label: name })),
  ],
  chosen: from ?? "",
})}
${button({ label: words("desk.arrived.show"), kind: "calm" })}
</form>`;
}

function nothingThere({ reader }: Visit, { kind, from, who }: Wanted, following: readonly FollowLine[]): Html {
  const { words, link } = reader;
  if (kind !== undefined || from !== undefined) {
    return empty(words("desk.arrived.none-such"), linkButton(link("/desk/arrived"), words("desk.arrived.all")));
  }
  if (who === "strangers") return empty(words("desk.arrived.strangers.none"));
  if (who === "allies") return empty(words("desk.arrived.allies.none"));
  if (following.length > 0) return empty(words("desk.arrived.none-yet"));
  return empty(words("desk.arrived.none"), linkButton(link("/desk/following"), words("desk.home.follow")));
}

const nameIn =
  (following: readonly FollowLine[]) =>
  (actor: ActorId): string =>
    following.find(({ id }) => id === actor)?.name ?? new URL(actor).host;

async function objectPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, query, reader } = visit;
  const { words } = reader;
  const id = objectId(query("id"));
  if (id === undefined) return NOT_FOUND;
  const object = await ports.objects.get(id);
  if (object === undefined) return (await ports.objects.tombstone(id)) === undefined ? NOT_FOUND : deletedPage(visit);
  const shown = shownObject(object);
  const { items } = await ports.objects.timeline({ from: object.attributedTo, limit: 1 });
  const [author] = items;
  const [vouching, together] = await Promise.all([
    ports.vouching.of(object.attributedTo),
    ports.organisers.together(object.campaign ?? object.attributedTo),
  ]);
  return {
    room: "arrived",
    title: words(`desk.kind.${object.kind}`),
    moreLanguages: shown.languages,
    body: html`<p><a href="${reader.link("/desk/arrived")}">${words("desk.room.arrived")}</a></p>
<h1>${words(`desk.kind.${object.kind}`)}</h1>
${metaLine([
  limitedStamp(visit, object),
  when(visit, object.published),
  object.updated !== undefined && reader.rich("desk.arrived.changed", { time: when(visit, object.updated) }),
  shown.languages.length > 0 && list(shown.languages.map(ownName), reader.language),
])}
<p class="by">${bdi(author?.fromName ?? new URL(object.attributedTo).host)} ${code(author?.fromHandle ?? object.attributedTo)}</p>
${!object.local && vouchingPart(reader, vouching)}
${goesOnPart(reader, together)}
<article class="sheet">${objectBody(visit, object, shown)}</article>
<p class="acts">${linkButton(shown.url, reader.rich("desk.arrived.open", { host: code(new URL(shown.url).host) }))}${admitted(visit.session.staff.roles, "moderate") && !object.local && linkButton(reader.link(`/desk/flags/new?object=${encodeURIComponent(object.id)}`), words("desk.flags.new.title"))}</p>`,
  };
}

const deletedPage = ({ reader }: Visit): Sheet => ({
  room: "arrived",
  status: 410,
  title: reader.words("desk.arrived.deleted"),
  body: html`<h1>${reader.words("desk.arrived.deleted")}</h1><p>${reader.words("desk.arrived.deleted.text")}</p>
<p class="acts">${linkButton(reader.link("/desk/arrived"), reader.words("desk.room.arrived"))}</p>`,
});
