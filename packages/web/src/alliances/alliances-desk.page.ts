import { allianceState, maySign, type Alliance, type CharterHash, type KnownCharters } from "@commonhall/domain";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton, textOf } from "../layout/parts.ts";
import { formValues } from "../layout/read-form.ts";
import { allianceRefusal } from "./alliance-refused.ts";
import { charterFields, languagesFor, readCharterForm } from "./charter-form.ts";
import { sayFor } from "./words/say.ts";

/** Alliances of many that this centre is in, is asked into, or was in; and founding one. */
export const alliancesRoutes: readonly DeskRoute[] = [
  opens("/alliances", "read what arrived", alliancesPage),
  opens("/alliances/found", "manage allies", foundPage),
  sends("/alliances/found", "manage allies", foundPage, found),
];

async function alliancesPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, session, errors } = visit;
  const say = sayFor(reader);
  const all = (await ports.alliances.list()).filter(({ apart }) => !apart);
  const lines = await Promise.all(all.map((alliance) => allianceItem(visit, alliance)));
  const mayManage = admitted(session.staff.roles, "manage allies");
  return {
    room: "alliances",
    title: say("title"),
    body: html`<h1>${say("title")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("lead")}</p>
${mayManage && html`<p class="acts">${linkButton(reader.link("/desk/alliances/found"), say("found"), "strong")}</p>`}
${lines.length === 0 ? empty(say("none")) : html`<ul class="lines">${lines}</ul>`}`,
  };
}

async function allianceItem({ ports, reader }: Visit, alliance: Alliance): Promise<Html> {
  const say = sayFor(reader);
  const { standing, us } = alliance;
  const { charter } = standing.current;
  const state = allianceState(standing, us.id, ports.clock());
  const waiting = waitingFor(await ports.alliances.known(alliance.id), alliance, ports.clock()).length;
  return html`<li><strong><a href="${reader.link(deskPathOf(alliance))}">${textOf(reader, charter.name)}</a></strong>
<span class="quiet">${say(`state.${state}`)} · ${say("line.version", { version: charter.version })} · ${say("line.members", { count: standing.members.length })}</span>
${waiting > 0 && html`<b class="stamp">${say("line.waits", { count: waiting })}</b>`}</li>`;
}

export const deskPathOf = ({ standing }: Pick<Alliance, "standing">): string =>
  `/desk/alliances/${standing.chain[0] ?? standing.current.hash}`;

/** How many alliances there are in which somebody has to decide; what strangers ask waits apart. */
export async function alliancesWaiting({ ports }: Pick<Visit, "ports">): Promise<number> {
  const all = (await ports.alliances.list()).filter(({ apart }) => !apart);
  const waiting = await Promise.all(
    all.map(async (alliance) => waitingFor(await ports.alliances.known(alliance.id), alliance, ports.clock()).length),
  );
  return waiting.filter((count) => count > 0).length;
}

/** Versions that this centre may sign and that are not in force: what somebody has to decide. */
export function waitingFor(known: KnownCharters, { standing, us }: Alliance, now: number): readonly CharterHash[] {
  return standing.proposals
    .map(({ version }) => version.hash)
    .filter((hash) => maySign(known, standing, hash, { us, now }).ok);
}

async function found(visit: Visit): ReturnType<Run> {
  const { ports, reader, centre } = visit;
  const typed = readCharterForm(visit, languagesFor(centre.languages));
  if (!typed.ok) return refused(...typed.error);
  const answer = await ports.alliances.found(typed.value);
  return answer.ok
    ? go(`/desk/alliances/${answer.value.hash}`, "alliance-founded")
    : refused(allianceRefusal(reader, answer.error));
}

async function foundPage(visit: Visit): Promise<Sheet> {
  const { reader, session, errors, form: typed, centre } = visit;
  const say = sayFor(reader);
  const values =
    typed.entries.length > 0
      ? typed
      : formValues([
          ["kind.calls", "all"],
          ["kind.campaigns", "all"],
        ]);
  return {
    room: "alliances",
    title: say("found"),
    moreLanguages: centre.languages,
    body: html`<h1>${say("found")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("found.lead")}</p>
${form({
  action: reader.link("/desk/alliances/found"),
  csrf: session.csrf,
  className: "writing",
  body: html`${charterFields(visit, values, languagesFor(centre.languages))}
<div class="acts bottom">${button({ label: say("found.button") })}</div>`,
})}`,
  };
}
