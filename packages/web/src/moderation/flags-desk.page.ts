import { activityId, LONGEST_FLAG, objectId, type Flag, type FlagRefused } from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, pin } from "../layout/parts.ts";
import { objectLink } from "../objects/object-notice.ts";

/** What other servers complain of here, and our complaint to another server. Neither changes anything by itself. */
export const flagRoutes: readonly DeskRoute[] = [
  opens("/flags", "moderate", flagsPage),
  sends("/flags", "moderate", flagsPage, close),
  opens("/flags/new", "moderate", newFlagPage),
  sends("/flags/new", "moderate", newFlagPage, flag),
];

async function flagsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const { words } = reader;
  const open = await ports.moderation.flags.open();
  return {
    room: "domains",
    title: words("desk.flags.title"),
    body: html`<p><a href="${reader.link("/desk/domains")}">${words("desk.room.domains")}</a></p>
<h1>${words("desk.flags.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.flags.lead")}</p>
${open.length === 0 ? empty(words("desk.flags.none")) : open.map((one) => flagPin(visit, one))}`,
  };
}

function flagPin(visit: Visit, { id, host, tag, objects, text, received }: Flag): Html {
  const { words, rich, link } = visit.reader;
  return pin({
    kind: "brick",
    heading: rich("desk.flags.from", { host: code(host) }),
    meta: [when(visit, received), tag !== undefined && rich("desk.flags.tag", { tag: code(tag) })],
    body: html`<p>${text === "" ? words("desk.flags.no-words") : bdi(text)}</p>
<ul class="lines">${objects.map((object) => html`<li><a href="${object}">${code(object)}</a></li>`)}</ul>
${form({
  action: link("/desk/flags"),
  csrf: visit.session.csrf,
  hidden: { flag: id },
  body: button({ label: words("desk.flags.done"), kind: "calm" }),
})}`,
  });
}

async function close({ ports, form: typed }: Visit): ReturnType<Run> {
  const id = activityId(typed.get("flag"));
  if (id === undefined) return NOT_FOUND;
  await ports.moderation.flags.close(id);
  return go("/desk/flags", "changed");
}

function newFlagPage(visit: Visit): Promise<Sheet> {
  const { reader, session, errors, form: typed, query } = visit;
  const { words, rich, link } = reader;
  const about = typed.fields["object"] ?? query("object");
  return Promise.resolve({
    room: "arrived",
    title: words("desk.flags.new.title"),
    body: html`<h1>${words("desk.flags.new.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.flags.new.lead")}</p>
<p>${rich("desk.flags.new.about", { object: code(about) })}</p>
${form({
  action: link("/desk/flags/new"),
  csrf: session.csrf,
  hidden: { object: about },
  body: html`${field({ name: "text", label: words("desk.flags.new.text"), rows: 5, value: typed.fields["text"], errors, maxlength: LONGEST_FLAG, required: true })}
${button({ label: words("desk.flags.new.button") })}`,
})}`,
  });
}

async function flag({ ports, session, form: typed, reader }: Visit): ReturnType<Run> {
  const object = objectId(typed.get("object"));
  const text = typed.get("text").trim();
  if (object === undefined) return NOT_FOUND;
  if (text === "") return refused({ field: "text", message: reader.words("desk.flags.refused.text") });
  const sent = await ports.moderation.flags.flag(object, text, session.staff.name);
  if (sent.ok) return go(objectLink({ reader }, { id: object }), "flagged");
  return sent.error.type === "not found" ? NOT_FOUND : refused(refusal(reader.words, sent.error));
}

function refusal(words: Visit["reader"]["words"], why: Exclude<FlagRefused, { readonly type: "not found" }>) {
  switch (why.type) {
    case "too long":
      return { field: "text", message: words("desk.flags.refused.long", { count: why.characters, limit: why.limit }) };
    case "ours":
    case "no centre yet":
      return { message: words("desk.flags.refused.ours") };
  }
}
