import { may, type Role } from "@commonhall/domain";
import type { Candidate, PapersRefused } from "@commonhall/vault";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet } from "../desk/route.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice, pin } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import { textFor } from "../words/reader.ts";
import { wholeNumber } from "../words/digits.ts";
import { longWork } from "./long-work.route.ts";
import { lockButton } from "./cases.page.ts";
import { insideDraws, insideRuns, nameOf, type Inside } from "./inside.ts";

/** Whom reports are sealed to, who joins, and what brings cases back when keys are lost. */
const draw = insideDraws(keysPage);
const drawRecovery = insideDraws(recoveryPage);

export const keysRoutes: readonly DeskRoute[] = [
  opens("/keys", "unlock the vault", draw),
  sends("/keys/sign", "sign the roster", draw, insideRuns(sign)),
  sends("/keys/leave", "sign the roster", draw, insideRuns(proposeLeave)),
  sends("/keys/part", "sign the roster", draw, insideRuns(proposePart)),
  longWork({ path: "/keys/share-all", work: ({ desk, visit }) => desk.cases.shareAll(visit.form.get("member")) }, draw),
  longWork({ path: "/keys/renew", work: ({ desk }) => desk.keys.renewCases() }, draw),
  opens("/keys/recovery", "make the recovery key", drawRecovery),
  sends("/keys/recovery", "make the recovery key", drawRecovery, insideRuns(makeRecovery)),
  sends("/keys/drill", "make the recovery key", drawRecovery, insideRuns(drill)),
];

async function keysPage(inside: Inside): Promise<Sheet> {
  const { visit, desk, say, sayRich } = inside;
  const { reader } = visit;
  const members = desk.keys.members.map((member) => memberLine(inside, member));
  const gone = desk.keys.members.filter(({ id }) => !inside.staff.some((member) => member.id === id)).length;
  const candidates = await desk.keys.candidates();
  return {
    room: "keys",
    title: say("keys.title"),
    body: html`<h1>${say("keys.title")}</h1>
${errorList(reader.words, visit.errors)}
<div class="acts">${lockButton(inside)}</div>
<p class="lead">${say("keys.lead")}</p>
<ul class="lines">${members}</ul>
${gone > 0 && notice("bad", html`<p>${say("keys.gone", { count: gone })}</p>`)}
<p>${sayRich("keys.fingerprint", { digits: code(desk.keys.fingerprint) })}</p>
<p class="quiet">${say("keys.fingerprint.paper")}</p>
${candidates.length > 0 && html`<h2>${say("candidate.title")}</h2>${candidates.map((candidate) => candidatePin(inside, candidate))}`}
${visit.session.staff.roles.includes("caseworker") && html`<h2>${say("renew.title")}</h2><p>${say("renew.text")}</p>${form({ action: reader.link("/desk/keys/renew"), csrf: visit.session.csrf, body: button({ label: say("renew.button"), kind: "calm" }) })}`}
${visit.session.staff.roles.includes("caseworker") && html`<h2>${say("recovery.title")}</h2><p>${say("recovery.lead")}</p><p>${linkButton(reader.link("/desk/keys/recovery"), say("recovery.title"))}</p>`}
<p class="acts">${linkButton(reader.link("/desk/account"), reader.words("desk.room.account"))}</p>`,
  };
}

function memberLine(inside: Inside, { id, roles }: Member): Html {
  const { visit, sayRich } = inside;
  const { session, reader } = visit;
  const name = nameOf(inside, id);
  const words = roles.flatMap((role) => roleWord(inside, role));
  const act = (path: string, key: "keys.share-all" | "keys.leave", kind: "calm" | "grave") =>
    form({
      action: reader.link(path),
      csrf: session.csrf,
      hidden: { member: id },
      body: button({ label: sayRich(key, { name }), kind }),
    });
  const isOther = id !== session.staff.id;
  return html`<li><strong>${bdi(name)}</strong><span>${list(words, reader.language)}</span>
${isOther && roles.includes("caseworker") && session.staff.roles.includes("caseworker") && act("/desk/keys/share-all", "keys.share-all", "calm")}
${maySign(inside) && newPart(inside, { id, roles })}
${isOther && maySign(inside) && act("/desk/keys/leave", "keys.leave", "grave")}</li>`;
}

/** Where somebody has another part at the desk than on the list. Without any part there they are taken off the list. */
function newPart(inside: Inside, { id, roles }: Member): Html | undefined {
  const { visit, say, sayRich } = inside;
  const wanted = partAtDesk(inside, id);
  if (wanted === undefined || wanted.join() === roles.join()) return undefined;
  const name = nameOf(inside, id);
  if (wanted.length === 0) return notice("bad", html`<p>${sayRich("keys.part.none", { name })}</p>`);
  const words = wanted.flatMap((role) => roleWord(inside, role));
  return notice(
    "bad",
    html`<p>${sayRich("keys.part", { name, roles: list(words, visit.reader.language) })}</p>${form({
      action: visit.reader.link("/desk/keys/part"),
      csrf: visit.session.csrf,
      hidden: { member: id },
      body: button({ label: say("keys.part.button") }),
    })}`,
  );
}

/** Undefined for somebody who has left. */
const partAtDesk = ({ staff }: Inside, id: string): readonly Role[] | undefined => {
  const member = staff.find((one) => one.id === id);
  return member === undefined ? undefined : VAULT_ROLES.filter((role) => member.roles.includes(role));
};

async function proposePart(inside: Inside): ReturnType<Run> {
  const { visit, desk, say } = inside;
  const member = visit.form.get("member");
  const proposed = await desk.keys.proposeRoles(member, partAtDesk(inside, member) ?? []);
  if (proposed.ok) return go("/desk/keys", "roster-signed");
  switch (proposed.error.type) {
    case "no such member":
      return refused({ message: say("refused.no-such-reader") });
    case "nothing to change":
      return refused({ message: say("candidate.gone") });
    case "nobody would be left":
      return refused({ message: say("refused.last-reader") });
  }
}

type Member = Inside["desk"]["keys"]["members"][number];

const maySign = ({ visit }: Inside): boolean => may(visit.session.staff.roles, "sign the roster");

async function proposeLeave({ visit, desk, say }: Inside): ReturnType<Run> {
  const proposed = await desk.keys.proposeLeave(visit.form.get("member"));
  if (proposed.ok) return go("/desk/keys", "roster-signed");
  return refused({
    message: say(proposed.error.type === "no such member" ? "refused.no-such-reader" : "refused.last-reader"),
  });
}

const VAULT_ROLES = ["caseworker", "proposer", "approver", "auditor"] as const;

const roleWord = ({ visit }: Inside, role: string): string[] =>
  VAULT_ROLES.filter((known) => known === role).map((known) => visit.reader.words(`desk.role.${known}`));

function candidatePin(inside: Inside, candidate: Candidate): Html {
  const { fingerprint, joins, digits, leaves, parts, newRecovery, signed, needed } = candidate;
  const { visit, say, sayRich } = inside;
  const names = (ids: readonly string[]) =>
    list(
      ids.map((id) => nameOf(inside, id)),
      visit.reader.language,
    );
  const own = visit.session.staff.id;
  // Whoever lost a passphrase leaves with the old keys and joins with the new ones.
  const again = joins.filter((id) => leaves.includes(id));
  const fresh = joins.filter((id) => !again.includes(id));
  const goes = leaves.filter((id) => !again.includes(id));
  return pin({
    body: html`${again.length > 0 && html`<p>${sayRich("candidate.again", { names: names(again) })}</p>`}
${fresh.length > 0 && html`<p>${sayRich("candidate.joins", { names: names(fresh) })}</p>`}
${digits.map((one) => html`<p>${sayRich("candidate.own-digits", { digits: code(one) })}</p>`)}
${parts.map(({ id, roles }) => {
  const words = roles.flatMap((role) => roleWord(inside, role));
  return html`<p>${sayRich("candidate.part", { name: nameOf(inside, id), roles: list(words, visit.reader.language) })}</p>`;
})}
${newRecovery && html`<p>${say("candidate.recovery")}</p>`}
${goes.length > 0 && html`<p>${sayRich("candidate.leaves", { names: names(goes) })}</p>`}
<p>${sayRich("candidate.digits", { digits: code(fingerprint) })}</p>
<p class="quiet">${say("candidate.signed", { count: signed.length, needed })}</p>
${
  maySign(inside) &&
  !signed.includes(own) &&
  form({
    action: visit.reader.link("/desk/keys/sign"),
    csrf: visit.session.csrf,
    hidden: { fingerprint },
    body: button({ label: say("candidate.sign") }),
  })
}`,
  });
}

async function sign({ visit, desk, say }: Inside): ReturnType<Run> {
  const signed = await desk.keys.sign(visit.form.get("fingerprint"));
  return signed.ok ? go("/desk/keys", "roster-signed") : refused({ message: say("candidate.gone") });
}

const PAPER_ROWS = 3;

async function recoveryPage(inside: Inside): Promise<Sheet> {
  const { visit, desk, say } = inside;
  const { reader, errors, form: typed, session } = visit;
  const waits = (await desk.keys.candidates()).some(({ newRecovery }) => newRecovery);
  const state = await visit.ports.casework?.vault.state();
  const recovery = state?.recovery;
  const number = (name: "needed" | "shares", preset: number) =>
    field({
      name,
      label: say(`recovery.${name}`),
      value: typed.fields[name] ?? String(preset),
      errors,
      ltr: true,
      inputmode: "numeric",
      autocomplete: "off",
    });
  const rows = Array.from({ length: Math.max(PAPER_ROWS, recovery?.needed ?? 0) }, (_, index) =>
    field({
      name: `paper.${index}`,
      label: say("recovery.paper", { number: index + 1 }),
      errors,
      rows: 2,
      ltr: true,
      autocomplete: "off",
    }),
  );
  return {
    room: "keys",
    title: say("recovery.title"),
    body: html`<h1>${say("recovery.title")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("recovery.lead")}</p>
${waits && notice("good", html`<p>${say("recovery.waits")}</p><p>${linkButton(reader.link("/desk/keys"), say("keys.title"))}</p>`)}
${recovery === undefined ? !waits && notice("bad", html`<p>${say("recovery.missing")}</p>`) : notice("good", html`<p>${say("recovery.there", recovery)}</p>`)}
${
  !waits &&
  html`<h2>${say("recovery.make")}</h2>
<ol><li>${say("recovery.step.together")}</li><li>${say("recovery.step.print")}</li><li>${say("recovery.step.apart")}</li><li>${say("recovery.step.drill")}</li></ol>
${form({
  action: reader.link("/desk/keys/recovery"),
  csrf: session.csrf,
  body: html`${number("shares", 3)}${number("needed", 2)}${recovery !== undefined && notice("bad", html`<p>${say("recovery.again")}</p>`)}${button({ label: say("recovery.button"), kind: recovery === undefined ? "strong" : "grave" })}`,
})}`
}
${
  recovery !== undefined &&
  html`<h2>${say("recovery.drill")}</h2><p>${say("recovery.drill.text", recovery)}</p>${form({
    action: reader.link("/desk/keys/drill"),
    csrf: session.csrf,
    body: html`${rows}${button({ label: say("recovery.drill.button") })}`,
  })}`
}`,
  };
}

/** The papers stand on this one page and nowhere else: it is printed, and cannot be opened again. */
async function makeRecovery({ visit, desk, say, sayRich }: Inside): ReturnType<Run> {
  const [needed, shares] = [wholeNumber(visit.form.get("needed")), wholeNumber(visit.form.get("shares"))];
  const made = await desk.keys.makeRecovery(needed ?? 0, shares ?? 0);
  if (!made.ok) {
    const { error } = made;
    const message = error.type === "shares" ? say("recovery.refused", error) : say("recovery.may-not");
    return refused({ field: "needed", message });
  }
  const { papers } = made.value;
  const sheets = papers.map(
    (paper, index) => html`<section class="paper"><h2>${say("recovery.paper", { number: index + 1 })}</h2>
<p>${sayRich("recovery.paper.centre", { name: `${textFor(visit.reader, visit.centre.name).text} (${visit.ports.site.origin})` })}</p>
<p class="paper-digits">${code(paper)}</p>
<p>${say("recovery.paper.text", { needed: needed ?? 0, shares: shares ?? 0 })}</p></section>`,
  );
  return {
    room: "keys",
    title: say("recovery.papers"),
    body: html`<h1>${say("recovery.papers")}</h1>
${notice("bad", html`<p>${say("recovery.once")}</p><p>${say("recovery.signed")}</p>`)}
${sheets}
<p>${linkButton(visit.reader.link("/desk/keys/recovery"), say("recovery.next"), "strong")}</p>`,
  };
}

async function drill({ visit, desk, say }: Inside): ReturnType<Run> {
  const papers = visit.form.entries.flatMap(([name, value]) =>
    name.startsWith("paper.") && value.trim() !== "" ? [value] : [],
  );
  const tried = await desk.keys.drill(papers);
  if (tried.ok) return go("/desk/keys/recovery", "drill-done");
  return refused({ message: drillRefusal(say, tried.error) });
}

function drillRefusal(say: Inside["say"], why: PapersRefused): string {
  switch (why.type) {
    case "mistyped":
      return say("recovery.mistyped", { number: why.paper });
    case "same paper twice":
      return say("recovery.twice");
    case "too few papers":
      return say("recovery.too-few", { needed: why.needed });
    case "other papers":
      return say("recovery.other");
    case "no recovery key":
      return say("recovery.missing");
  }
}
