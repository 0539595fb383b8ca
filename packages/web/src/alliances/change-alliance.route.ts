import {
  charterHash,
  maySign,
  nextCharter,
  termsInForce,
  type AllianceMemberLine,
  type CharterHash,
  type CharterVersion,
} from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice } from "../layout/parts.ts";
import { textFor } from "../words/reader.ts";
import { memberLine, shownAlliance, type ShownAlliance } from "./alliance-desk.page.ts";
import { allianceRefusal, cannotSign } from "./alliance-refused.ts";
import { deskPathOf } from "./alliances-desk.page.ts";
import { asForm, charterFields, languagesFor, readCharterForm } from "./charter-form.ts";
import { changesList, charterFacts } from "./charter-parts.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

/** Signing a version, proposing the next one, leaving: each on a page that says what it does before it is done. */
export const changeAllianceRoutes: readonly DeskRoute[] = [
  opens("/alliances/:first/sign/:version", "manage allies", signPage),
  sends("/alliances/:first/sign/:version", "manage allies", signPage, sign),
  opens("/alliances/:first/propose", "manage allies", proposePage),
  sends("/alliances/:first/propose", "manage allies", proposePage, propose),
  opens("/alliances/:first/leave", "manage allies", leavePage),
  sends("/alliances/:first/leave", "manage allies", leavePage, leave),
];

async function sign(visit: Visit): ReturnType<Run> {
  const { ports, reader, param } = visit;
  const shown = await shownAlliance(visit);
  const hash = charterHash(param("version"));
  if (shown === undefined || hash === undefined) return NOT_FOUND;
  const answer = await ports.alliances.sign(shown.alliance.id, hash);
  return answer.ok ? go(deskPathOf(shown.alliance), "alliance-signed") : refused(allianceRefusal(reader, answer.error));
}

async function signPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, session, errors, param } = visit;
  const shown = await shownAlliance(visit);
  const version = shown === undefined ? undefined : versionIn(shown, charterHash(param("version")));
  if (shown === undefined || version === undefined) return NOT_FOUND;
  const say = sayFor(reader);
  const { alliance, known, nameOf } = shown;
  const { standing, us } = alliance;
  const may = maySign(known, standing, version.hash, { us, now: ports.clock() });
  const before = known.versions.find(({ hash }) => hash === version.charter.before);
  const others = standing.proposals.filter((one) => one.version.hash !== version.hash && one.signers.includes(us.key));
  const members = await ports.alliances.members(version.charter.members);
  const label = say("sign.title", { version: version.charter.version });
  return {
    room: "alliances",
    title: label,
    body: html`<h1>${label}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("sign.lead")}</p>
${before !== undefined && html`<section><h2>${say("changes")}</h2>${changesList(reader, before.charter, version.charter, nameOf)}</section>`}
<section><h2>${say("charter")}</h2>${charterFacts(reader, version.charter, nameOf)}
<p>${say("charter.hash")}: ${code(version.hash)}</p><p class="hint">${say("charter.hash.hint")}</p></section>
<section><h2>${say("sign.keys")}</h2><p class="hint">${say("members.key.hint")}</p>
<ul class="lines">${members.map((member) => memberLine(reader, signedIn(shown, version), member))}</ul></section>
${others.length > 0 && may.ok && notice("plain", html`<p>${say("sign.both")}</p>`)}
${may.ok ? signForm(visit, shown, version) : notice("plain", html`<p>${say("sign.not")} ${cannotSign(reader, may.error.type)}</p>`)}`,
  };

  function signForm({ reader }: Visit, { alliance }: ShownAlliance, { hash }: CharterVersion): Html {
    return form({
      action: reader.link(`${deskPathOf(alliance)}/sign/${hash}`),
      csrf: session.csrf,
      body: html`<div class="acts bottom">${button({ label: say("sign.button") })}${linkButton(reader.link(deskPathOf(alliance)), sayFor(reader)("back"))}</div>`,
    });
  }
}

const versionIn = ({ known }: ShownAlliance, hash: CharterHash | undefined): CharterVersion | undefined =>
  known.versions.find((version) => version.hash === hash);

/** The signatures of this version in the place of those of the one in force. */
function signedIn(
  { alliance, known, nameOf }: ShownAlliance,
  { hash }: CharterVersion,
): Pick<ShownAlliance, "alliance" | "nameOf"> {
  const signers = known.signatures.filter(({ version }) => version === hash).map(({ key }) => key);
  return { nameOf, alliance: { ...alliance, standing: { ...alliance.standing, signers } } };
}

async function propose(visit: Visit): ReturnType<Run> {
  const { ports, reader, centre } = visit;
  const shown = await shownAlliance(visit);
  if (shown === undefined) return NOT_FOUND;
  const typed = readCharterForm(visit, languagesFor(centre.languages, shown.alliance.standing.current.charter));
  if (!typed.ok) return refused(...typed.error);
  const answer = await ports.alliances.propose(shown.alliance.id, typed.value);
  return answer.ok
    ? go(deskPathOf(shown.alliance), "alliance-proposed")
    : refused(allianceRefusal(reader, answer.error));
}

async function proposePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, session, errors, form: typed, centre, ports } = visit;
  const shown = await shownAlliance(visit);
  if (shown === undefined || !shown.alliance.standing.isFounded) return NOT_FOUND;
  const say = sayFor(reader);
  const { alliance, nameOf } = shown;
  const { standing } = alliance;
  const terms = termsInForce(standing);
  const lines: readonly AllianceMemberLine[] = await ports.alliances.members(terms.members);
  const languages = languagesFor(centre.languages, terms);
  const notes = nextCharter(standing, terms);
  const values = typed.entries.length > 0 ? typed : asForm(terms, lines);
  return {
    room: "alliances",
    title: say("propose"),
    moreLanguages: languages,
    body: html`<h1>${say("propose")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("propose.lead")}</p>
${notes.settles.length > 0 && notice("plain", html`<p>${say("propose.settles")}</p>`)}
${notes.leaves.map(({ member }) => html`<p>${sayRichFor(reader)("change.notes-leave-of", { member: nameOf(member) })}</p>`)}
${form({
  action: reader.link(`${deskPathOf(alliance)}/propose`),
  csrf: session.csrf,
  className: "writing",
  body: html`${charterFields(visit, values, languages)}
<div class="acts bottom">${button({ label: say("propose.button") })}</div>`,
})}`,
  };
}

async function leave(visit: Visit): ReturnType<Run> {
  const { ports, reader } = visit;
  const shown = await shownAlliance(visit);
  if (shown === undefined) return NOT_FOUND;
  const answer = await ports.alliances.leave(shown.alliance.id);
  return answer.ok ? go("/desk/alliances", "alliance-left") : refused(allianceRefusal(reader, answer.error));
}

async function leavePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, session, errors } = visit;
  const shown = await shownAlliance(visit);
  if (shown === undefined) return NOT_FOUND;
  const say = sayFor(reader);
  const { alliance } = shown;
  const name = textFor(reader, alliance.standing.current.charter.name).text;
  return {
    room: "alliances",
    title: say("leave"),
    body: html`<h1>${sayRichFor(reader)("leave.title", { name: bdi(name) })}</h1>
${errorList(reader.words, errors)}
<p>${say("leave.text")}</p>
${form({
  action: reader.link(`${deskPathOf(alliance)}/leave`),
  csrf: session.csrf,
  body: html`<div class="acts bottom">${button({ label: say("leave.button"), kind: "grave" })}${linkButton(reader.link(deskPathOf(alliance)), sayFor(reader)("back"))}</div>`,
})}`,
  };
}
