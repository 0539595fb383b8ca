import type { BulletinViews, ObjectId, Release } from "@commonhall/domain";
import type { ReleasedLine } from "@commonhall/vault";
import { releaseContent } from "@commonhall/wire";
import { opens, sends, type DeskRoute, type Sheet } from "../desk/route.ts";
import { choices } from "../layout/fields.ts";
import { html, sanitized, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, notice, pin } from "../layout/parts.ts";
import { day, moment } from "../words/dates.ts";
import { roomDraws, roomRuns, type InRoom } from "./room.ts";

/** What has left, who has it, and how two people take the whole of it back. */
const draw = roomDraws(releasedPage);

export const releasedRoutes: readonly DeskRoute[] = [
  opens("/releases/out", "work on releases", draw),
  sends(
    "/releases/withdraw",
    "work on releases",
    draw,
    roomRuns("release-withdrawn", "/desk/releases/out", ({ room, visit }) =>
      room.withdraw(visit.form.get("release"), visit.form.get("when") === "at once" ? "at once" : "release day"),
    ),
  ),
];

async function releasedPage(inRoom: InRoom): Promise<Sheet> {
  const { visit, say, room } = inRoom;
  const lines = await room.released();
  const objects = await objectsOf(visit.ports.bulletins);
  const pins: Html[] = [];
  for (const line of lines) pins.push(await linePin(inRoom, line, objects(line.release)));
  return {
    room: "releases",
    title: say("released.title"),
    body: html`<h1>${say("released.title")}</h1>
${errorList(visit.reader.words, visit.errors)}
${lines.length === 0 ? empty(say("released.none")) : html`<p>${say("withdraw.text")}</p>${pins}`}`,
  };
}

/** Under which address each of ours is known. */
async function objectsOf(views: BulletinViews): Promise<(release: Release) => ObjectId | undefined> {
  const bulletins = await views.list({});
  const tables = await views.tables({});
  return (release) => {
    if (release.type === "bulletin")
      return bulletins.find(({ bulletin }) => bulletin.id === release.bulletin.id)?.object;
    return release.type === "statistics"
      ? tables.find(({ object }) => object.endsWith(`/${release.id}`))?.object
      : undefined;
  };
}

async function linePin(inRoom: InRoom, line: ReleasedLine, object: ObjectId | undefined): Promise<Html> {
  const { visit, say, sayRich } = inRoom;
  const { language } = visit.reader;
  const told = object === undefined ? [] : await visit.ports.bulletins.told(object);
  const places = told.map(({ inbox, delivered }) => ({ place: hostOf(inbox), delivered }));
  return pin({
    kind: "teal",
    meta: [sayRich("released.on", { day: day(line.day, language) })],
    body: html`${sanitized(releaseContent(line.release, language, visit.reader.link("/bulletins/how")))}
<h4>${say("released.who")}</h4>
${places.length === 0 ? html`<p class="quiet">${say("released.nobody")}</p>` : html`<ul>${places.map(({ place, delivered }) => html`<li>${sayRich(delivered ? "released.has" : "released.has-not", { place })}</li>`)}</ul>`}
${withdrawal(inRoom, line)}`,
  });
}

const hostOf = (inbox: string): string => (URL.canParse(inbox) ? new URL(inbox).host : inbox);

function withdrawal({ visit, say, sayRich, nameOf }: InRoom, { id, withdrawal: asked }: ReleasedLine): Html {
  const { reader, session } = visit;
  if (asked?.second !== undefined) {
    const when = moment(asked.due, reader.language);
    return notice(
      "bad",
      html`<p>${sayRich("withdraw.due", { first: nameOf(asked.by), second: nameOf(asked.second), when })}</p>`,
    );
  }
  const body =
    asked === undefined
      ? html`${choices({
          name: "when",
          id: `when-${id}`,
          legend: say("withdraw.when"),
          type: "radio",
          choices: [
            { value: "release day", label: say("withdraw.release-day") },
            { value: "at once", label: say("withdraw.at-once") },
          ],
          chosen: ["release day"],
        })}${button({ label: say("withdraw.ask"), kind: "grave" })}`
      : html`<p>${sayRich("withdraw.asked", { name: nameOf(asked.by) })}</p>${button({ label: say("withdraw.agree"), kind: "grave" })}`;
  return html`<details class="more"><summary>${say(asked === undefined ? "withdraw.ask" : "withdraw.agree")}</summary>${form(
    {
      action: reader.link("/desk/releases/withdraw"),
      csrf: session.csrf,
      hidden: { release: id },
      body,
    },
  )}</details>`;
}
