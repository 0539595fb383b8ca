import { Option, type Command } from "commander";
import {
  actorId,
  isoInstant,
  KINDS,
  textIn,
  textsFrom,
  type ActorId,
  type Kind,
  type LanguageTag,
  type TimelineItem,
} from "@commonhall/domain";
import { plainText } from "@commonhall/wire";
import { isRecord } from "../files/fields.ts";
import { addCommand, couldNot, done, wrong, type Asked, type Io, type OpenHall, type Outcome } from "./hall-command.ts";
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
  const chosen = wanted === undefined ? undefined : textOf(document, wanted);
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

/** Name and text of a document in a language that it has, without markup. */
function textOf(
  document: unknown,
  wanted: LanguageTag,
): { readonly language: string; readonly text: string } | undefined {
  if (!isRecord(document)) return undefined;
  const found = ["nameMap", "contentMap", "summaryMap"].flatMap((field) => {
    const texts = stringsOf(document[field]);
    const has = texts === undefined ? undefined : textIn(texts, [wanted]);
    return has?.language.split("-")[0] === wanted.split("-")[0] && has !== undefined ? [has] : [];
  });
  const [first] = found;
  return first === undefined
    ? undefined
    : {
        language: first.language,
        text: plainText(
          found
            .slice(0, 2)
            .map(({ text }) => text)
            .join("\n"),
          500,
        ),
      };
}

function stringsOf(map: unknown) {
  if (!isRecord(map)) return undefined;
  const read = textsFrom(
    Object.fromEntries(
      Object.entries(map).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].trim() !== "",
      ),
    ),
  );
  return read.ok ? read.value : undefined;
}

/** Somebody whose id or `@name@host` this node has met. */
async function findActor({ store }: OpenHall, address: string): Promise<ActorId | undefined> {
  return (
    actorId(address) ??
    (await store.direct.remoteActors.byHandle(address.startsWith("@") ? address : `@${address}`))?.id
  );
}
