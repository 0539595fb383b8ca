import { activityId, type ApartLine } from "@commonhall/domain";
import { vouchingLine } from "../attestations/vouching.ts";
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
import { bdi, code, html, type Html } from "../layout/html.ts";
import { andMore, button, empty, errorList, form, pin } from "../layout/parts.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";

/** What strangers ask of this centre. It waits here so that nobody takes it for what allies ask. */
export const apartRoutes: readonly DeskRoute[] = [
  opens("/apart", "moderate", apartPage),
  sends("/apart", "moderate", apartPage, letIn),
];

const LISTED = 100;

async function apartPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const say = sayFor(reader);
  const [lines, count] = await Promise.all([ports.apart.list(LISTED), ports.apart.count()]);
  const pins = await Promise.all(lines.map((line) => apartPin(visit, line)));
  return {
    room: "apart",
    title: reader.words("desk.room.apart"),
    body: html`<h1>${say("apart.title")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("apart.lead")}</p>
${pins.length === 0 ? empty(say("apart.none")) : pins}
${andMore(reader, count - lines.length)}`,
  };
}

async function apartPin(visit: Visit, { kind, offer, from, handle, name, about, since }: ApartLine): Promise<Html> {
  const { ports, reader, session } = visit;
  const say = sayFor(reader);
  const vouching = await ports.vouching.of(from);
  return pin({
    kind: "plain",
    meta: [say(`apart.kind.${kind}`), when(visit, since)],
    heading: html`${bdi(name)} ${code(handle)}`,
    body: html`<p>${vouchingLine(reader, vouching)}</p>
<p>${sayRichFor(reader)(`apart.asks.${kind}`, { about: html`<a href="${about}" rel="noopener noreferrer">${code(about)}</a>` })}</p>
${form({
  action: reader.link("/desk/apart"),
  csrf: session.csrf,
  hidden: { offer },
  body: button({ label: say("apart.let-in"), kind: "calm" }),
})}`,
  });
}

async function letIn({ ports, form: typed, reader }: Visit): ReturnType<Run> {
  const offer = activityId(typed.get("offer"));
  if (offer === undefined) return NOT_FOUND;
  const isIn = await ports.apart.letIn(offer);
  return isIn ? go("/desk/apart", "let-in") : refused({ message: sayFor(reader)("apart.gone") });
}
