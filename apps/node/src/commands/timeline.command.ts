import { Option, type Command } from "commander";
import {
  actorId,
  isoInstant,
  KINDS,
  textIn,
  UNDETERMINED,
  type ActorId,
  type Kind,
  type LanguageTag,
  type TimelineItem,
} from "@commonhall/domain";
import { isJsonObject, plainText, textsIn, type JsonObject } from "@commonhall/wire";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { LIMIT, limitFrom } from "./limit.ts";
import { table } from "./table.ts";

export function addTimeline(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "timeline",
    description: "what arrived, newest first",
    options: [
      new Option("--kind <kind>", "only this kind").choices(KINDS),
      new Option("--from <address>", "only what this actor says: @name@host or its id"),
      LIMIT,
    ],
    run: timeline,
  });
}

async function timeline(hall: OpenHall, { options, language }: Asked): Promise<Outcome> {
  const limit = limitFrom(options);
  if (typeof limit === "string") return wrong(limit);
  const address = typeof options["from"] === "string" ? options["from"] : undefined;
  const from = address === undefined ? undefined : await findActor(hall, address);
  if (address !== undefined && from === undefined) return couldNot(`This node does not know ${address}.`);
  const kind = KINDS.find((known): known is Kind => known === options["kind"]);
  const items = await collect(hall, limit, {
    ...(kind === undefined ? {} : { kind }),
    ...(from === undefined ? {} : { from }),
  });
  const lines = items.map((item) => line(item, language));
  const text = table(
    lines.map(({ published, kind, text }, index) => [
      published.slice(0, 10),
      kind,
      items[index]?.fromHandle ?? "",
      text,
    ]),
  );
  return done(lines, text === "" ? "Nothing has arrived." : text);
}

const PAGE = 200;

async function collect(
  { store }: OpenHall,
  limit: number,
  filter: { readonly kind?: Kind; readonly from?: ActorId },
): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  let after: string | undefined;
  do {
    const wanted = Math.min(PAGE, limit - items.length);
    const page = await store.objectViews.timeline({
      ...filter,
      limit: wanted,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < limit);
  return items;
}

function line({ object, from, via }: TimelineItem, wanted: LanguageTag | undefined) {
  const document: unknown = JSON.parse(object.document);
  const chosen = wanted === undefined || !isJsonObject(document) ? undefined : textOf(document, wanted);
  return {
    id: object.id,
    kind: object.kind,
    from,
    via: via ?? null,
    published: isoInstant(object.published),
    language: chosen?.language ?? object.language,
    text: chosen?.text ?? object.text,
    object: document,
  };
}

/** Name and text of a document, without markup, in the wanted language where it has that, else in its first. */
function textOf({ name, nameMap, content, contentMap, summary, summaryMap }: JsonObject, wanted: LanguageTag) {
  const texts = [
    textsIn(name, nameMap, UNDETERMINED),
    textsIn(content, contentMap, UNDETERMINED) ?? textsIn(summary, summaryMap, UNDETERMINED),
  ];
  const chosen = texts.flatMap((text) => (text === undefined ? [] : [textIn(text, [wanted])]));
  const [first] = chosen;
  if (first === undefined) return undefined;
  return { language: first.language, text: plainText(chosen.map(({ text }) => text).join("\n"), 500) };
}

/** Somebody whose id or `@name@host` this node has met. */
async function findActor({ store }: OpenHall, address: string): Promise<ActorId | undefined> {
  return (
    actorId(address) ??
    (await store.direct.remoteActors.byHandle(address.startsWith("@") ? address : `@${address}`))?.id
  );
}
