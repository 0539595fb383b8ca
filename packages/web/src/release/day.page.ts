import { may as mayDo, regionName } from "@commonhall/domain";
import type { ReleaseCandidate } from "@commonhall/vault";
import { releaseContent } from "@commonhall/wire";
import { opens, sends, type DeskRoute, type Sheet } from "../desk/route.ts";
import { html, sanitized, type Html, type Piece } from "../layout/html.ts";
import { button, empty, errorList, facts, form, linkButton, notice, pin } from "../layout/parts.ts";
import { moment } from "../words/dates.ts";
import { roomDraws, roomRuns, type InRoom } from "./room.ts";

/** The next release day: what could be said on it, why, and who has signed. */
const draw = roomDraws(dayPage);
const HERE = "/desk/releases";

export const dayRoutes: readonly DeskRoute[] = [
  opens("/releases", "work on releases", draw),
  sends(
    "/releases/make",
    "work on releases",
    draw,
    roomRuns("release-made", HERE, ({ room }) => room.make()),
  ),
  sends(
    "/releases/accept",
    "work on releases",
    draw,
    roomRuns("release-signed", HERE, ({ room, visit }) => room.accept(visit.form.get("candidate"))),
  ),
  sends(
    "/releases/drop",
    "work on releases",
    draw,
    roomRuns("release-dropped", HERE, ({ room, visit }) => room.drop(visit.form.get("candidate"))),
  ),
];

async function dayPage(inRoom: InRoom): Promise<Sheet> {
  const { visit, view, say } = inRoom;
  const { reader } = visit;
  return {
    room: "releases",
    title: say("title"),
    body: html`<h1>${say("title")}</h1>
${errorList(reader.words, visit.errors)}
<p class="lead">${say("lead")}</p>
${calendar(inRoom)}
<p class="acts">${mayDo(visit.session.staff.roles, "set the figures of releases") && linkButton(reader.link("/desk/releases/figures"), say("policy.title"))}${linkButton(reader.link("/desk/releases/out"), say("released.title"))}</p>
${view.made ? candidates(inRoom) : next(inRoom)}`,
  };
}

function calendar({ view, say, sayRich, visit }: InRoom): Html {
  const { language } = visit.reader;
  const { policy } = view;
  const people = (count: number) => new Intl.NumberFormat(language).format(count);
  return facts([
    [say("calendar.day"), moment(view.published, language)],
    [say("calendar.opens"), moment(view.opens, language)],
    [say("calendar.sign-by"), moment(view.signBy, language)],
    [
      say("calendar.policy"),
      policy === undefined
        ? say("calendar.no-policy")
        : sayRich("calendar.people", {
            place: regionName(policy.country, language),
            people: people(policy.catchment),
          }),
    ],
  ]);
}

/** Without the figures nothing can be made. */
const next = (inRoom: InRoom): Html =>
  inRoom.view.policy === undefined
    ? notice("plain", html`<p>${inRoom.say("refused.no-policy")}</p>`)
    : makeForm(inRoom);

const makeForm = ({ visit, say }: InRoom): Html =>
  form({
    action: visit.reader.link("/desk/releases/make"),
    csrf: visit.session.csrf,
    body: html`<p>${say("make.text")}</p>${button({ label: say("make.button") })}`,
  });

function candidates(inRoom: InRoom): Html {
  const { view, say } = inRoom;
  if (view.candidates.length === 0) return empty(say("made.none"));
  const waiting = view.candidates.filter(({ dropped }) => dropped === undefined);
  const signed = waiting.filter(({ approvedBy }) => approvedBy !== undefined).length;
  return html`<h2>${say("made.title")}</h2>
<p><strong>${say("made.progress", { signed, all: waiting.length })}</strong></p>
<p>${say("made.copies")}</p><p class="quiet">${say("sign.part")}</p>
${groupsFirst(view.candidates).map((candidate) => candidatePin(inRoom, candidate))}`;
}

const groupsFirst = (candidates: readonly ReleaseCandidate[]): readonly ReleaseCandidate[] =>
  candidates.toSorted((a, b) => Number(b.release.type === "bulletin") - Number(a.release.type === "bulletin"));

function candidatePin(inRoom: InRoom, candidate: ReleaseCandidate): Html {
  const { say, visit } = inRoom;
  const { release, dropped } = candidate;
  const isPublic = release.type === "bulletin" && release.bulletin.audience === "public";
  return pin({
    kind: dropped === undefined ? "brick" : "plain",
    meta: [say(isPublic ? "see.public" : "see.allies")],
    heading: html`${say(isPublic ? "see.title.public" : "see.title")}`,
    body: html`${sanitized(releaseContent(release, visit.reader.language, visit.reader.link("/bulletins/how")))}
${why(inRoom, candidate)}
${state(inRoom, candidate)}
${dropped === undefined && decide(inRoom, candidate)}`,
  });
}

function why({ say, visit }: InRoom, { proof, release }: ReleaseCandidate): Html | false {
  if (proof === undefined) return false;
  const number = (count: number) => new Intl.NumberFormat(visit.reader.language).format(count);
  const level: readonly (readonly [Piece, Piece])[] =
    release.type === "bulletin" ? [[say("why.level"), release.bulletin.level]] : [];
  return html`<details class="more"><summary>${say("why.title")}</summary>
<p class="quiet">${say("why.secret")}</p>
${facts([
  ...level,
  [say("why.people"), number(proof.people)],
  [say("why.employers"), number(proof.byEmployer)],
  [say("why.recruiters"), number(proof.byRecruiter)],
  [say("why.drawn"), number(proof.drawn)],
])}</details>`;
}

function state({ say, sayRich, view, visit, nameOf }: InRoom, candidate: ReleaseCandidate): Html {
  const { proposedBy, approvedBy, dropped } = candidate;
  if (dropped !== undefined) return notice("bad", html`<p>${say(DROPPED[dropped])}</p>`);
  if (proposedBy === undefined) {
    return html`<p>${say(candidate.may === undefined ? "state.waiting.other" : "state.waiting")}</p>`;
  }
  if (approvedBy === undefined) return html`<p>${sayRich("state.proposed", { name: nameOf(proposedBy) })}</p>`;
  const when = moment(view.published, visit.reader.language);
  const [first, second] = [nameOf(proposedBy), nameOf(approvedBy)];
  return notice("good", html`<p>${sayRich("state.approved", { first, second, when })}</p>`);
}

const DROPPED = {
  "dropped by hand": "dropped.dropped-by-hand",
  "a member has gone": "dropped.a-member-has-gone",
  "not signed in time": "dropped.not-signed-in-time",
  "signatures gone": "dropped.signatures-gone",
  "brought back": "dropped.brought-back",
} as const satisfies Record<NonNullable<ReleaseCandidate["dropped"]>, string>;

function decide({ visit, say }: InRoom, { id, may, release }: ReleaseCandidate): Html {
  const { reader, session } = visit;
  const act = (path: "accept" | "drop", body: Html) =>
    form({ action: reader.link(`/desk/releases/${path}`), csrf: session.csrf, hidden: { candidate: id }, body });
  return html`${may !== undefined && act("accept", button({ label: say(`sign.${may}`) }))}
${act("drop", html`<p class="quiet">${say(release.type === "bulletin" ? "drop.hint" : "drop.hint.table")}</p>${button({ label: say("drop.button"), kind: "grave" })}`)}`;
}
