import { startOfWeek, type AuditLine } from "@commonhall/vault";
import { opens, type DeskRoute, type Sheet } from "../desk/route.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { empty, notice, pager } from "../layout/parts.ts";
import { dayOf } from "../words/dates.ts";
import { lockButton } from "./cases.page.ts";
import type { SayKey } from "./words/say.ts";
import { insideDraws, nameOf, type Inside } from "./inside.ts";

/** Who did what, for whoever watches over it: cases by their random ids only, and nothing of what is in them. */
export const auditRoutes: readonly DeskRoute[] = [opens("/audit", "read the audit", insideDraws(auditPage))];

async function auditPage(inside: Inside): Promise<Sheet> {
  const { visit, desk, say, sayRich } = inside;
  const { reader } = visit;
  const after = visit.query("after");
  const { lines, unreadable, intact, head, next } = await desk.audit.read(after === "" ? undefined : after);
  return {
    room: "audit",
    title: say("audit.title"),
    body: html`<h1>${say("audit.title")}</h1>
<div class="acts">${lockButton(inside)}</div>
<p class="lead">${say("audit.lead")}</p>
${intact ? notice("good", html`<p>${say("audit.intact")}</p>`) : notice("bad", html`<p>${say("audit.broken")}</p>`)}
${unreadable > 0 && notice("plain", html`<p>${say("audit.unreadable", { count: unreadable })}</p>`)}
<p>${sayRich("audit.head", { digits: code(head) })}</p>
${lines.length === 0 ? empty(say("audit.none")) : html`<ul class="lines">${lines.map((line) => lineOf(inside, line))}</ul>`}
${pager({ older: next === undefined ? undefined : { href: reader.link(`/desk/audit?after=${encodeURIComponent(next)}`), label: say("cases.older") } })}`,
  };
}

const lineOf = (inside: Inside, { week, by, did, with: about, caseId }: AuditLine): Html =>
  html`<li><strong>${bdi(by === "program" ? inside.say("audit.program") : nameOf(inside, by))}</strong> ${inside.say(DEEDS[did])}${about !== undefined && html` ${bdi(nameOf(inside, about))}`}${caseId !== undefined && html` ${code(caseId)}`}
<span class="quiet">${inside.sayRich("cases.week", { day: dayOf(startOfWeek(week), inside.visit.reader.language) })}</span></li>`;

const DEEDS: Readonly<Record<AuditLine["did"], SayKey>> = {
  unlocked: "audit.did.unlocked",
  opened: "audit.did.opened",
  "opened a file": "audit.did.opened-a-file",
  "accepted from quarantine": "audit.did.accepted-from-quarantine",
  verified: "audit.did.verified",
  coded: "audit.did.coded",
  noted: "audit.did.noted",
  replied: "audit.did.replied",
  "set a task": "audit.did.set-a-task",
  "finished a task": "audit.did.finished-a-task",
  shared: "audit.did.shared",
  "took back": "audit.did.took-back",
  "recorded consent": "audit.did.recorded-consent",
  "changed status": "audit.did.changed-status",
  "kept open": "audit.did.kept-open",
  "asked for a hold": "audit.did.asked-for-a-hold",
  "confirmed a hold": "audit.did.confirmed-a-hold",
  "ended a hold": "audit.did.ended-a-hold",
  erased: "audit.did.erased",
  "put a case right": "audit.did.put-a-case-right",
  "missed entries": "audit.did.missed-entries",
  "missed a key": "audit.did.missed-a-key",
  "found the clock ahead": "audit.did.found-the-clock-ahead",
  "trusted the clock": "audit.did.trusted-the-clock",
  "wrote the register": "audit.did.wrote-the-register",
  "proposed a roster": "audit.did.proposed-a-roster",
  "signed a roster": "audit.did.signed-a-roster",
  "renewed keys": "audit.did.renewed-keys",
  "refused a roster": "audit.did.refused-a-roster",
  "backed up": "audit.did.backed-up",
  restored: "audit.did.restored",
  "locked in panic": "audit.did.locked-in-panic",
  "read the audit": "audit.did.read-the-audit",
  "set the release policy": "audit.did.set-the-release-policy",
  "opened the coded records": "audit.did.opened-the-coded-records",
  "proposed a release": "audit.did.proposed-a-release",
  "approved a release": "audit.did.approved-a-release",
  "dropped a release": "audit.did.dropped-a-release",
  released: "audit.did.released",
  "asked to withdraw a bulletin": "audit.did.asked-to-withdraw-a-bulletin",
  "withdrew a bulletin": "audit.did.withdrew-a-bulletin",
};
