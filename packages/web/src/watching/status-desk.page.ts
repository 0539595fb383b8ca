import {
  dateOf,
  isQuiet,
  needsPerson,
  silentFor,
  unreachable,
  type Health,
  type HealthLine,
  type Matter,
  type HealthState,
} from "@commonhall/domain";
import { opens, type DeskRoute, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { calm, code, html, type Html } from "../layout/html.ts";
import { linkButton, pin } from "../layout/parts.ts";
import { day } from "../words/dates.ts";
import { bytesText, minutesText } from "./amounts.ts";
import { sayFor, sayRichFor, type StatusKey } from "./words/say.ts";

/** How the node is, in plain words: what is well, what needs somebody, and what they can do (row O1). */
export const statusRoutes: readonly DeskRoute[] = [opens("/status", "watch the node", statusPage)];

/** What needs somebody stands first. */
const ORDER: readonly HealthState[] = ["act", "look", "unknown", "well"];
const KIND = { act: "brick", look: "plain", unknown: "plain", well: "teal" } as const;

async function statusPage(visit: Visit): Promise<Sheet> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const health = await ports.watch.health();
  const lines = health.lines.toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
  return {
    room: "status",
    title: say("title"),
    body: html`<h1>${say("title")}</h1>
<p class="lead">${lead(visit, health)}</p>
<h2>${say("matters")}</h2>
<div class="grid">${lines.map((line) => matterPin(visit, health, line))}</div>
<p class="quiet">${sayRichFor(reader)("version", { version: health.facts.version })}</p>
<p class="quiet">${sayRichFor(reader)("check", { command: code("hall check") })}</p>`,
  };
}

function lead({ reader }: Visit, health: Health): string {
  const say = sayFor(reader);
  const act = needsPerson(health).length;
  if (act > 0) return say("lead.act", { count: act });
  return health.lines.some(({ standing }) => standing === "look") ? say("lead.look") : say("lead.well");
}

function matterPin(visit: Visit, health: Health, line: HealthLine): Html {
  const say = sayFor(visit.reader);
  return pin({
    kind: KIND[line.standing],
    meta: [say(`standing.${line.standing}`)],
    heading: html`${say(`matter.${line.matter}`)}`,
    body: html`<p>${sentence(visit, health, line)}</p>${more(visit, health, line)}`,
  });
}

function sentence(visit: Visit, { facts }: Health, line: HealthLine): Html {
  const told = sayRichFor(visit.reader);
  const { language } = visit.reader;
  const said = (key: StatusKey, values: Parameters<typeof told>[1] = {}) => told(key, values);
  switch (line.matter) {
    case "disk": {
      const { free = 0, total = 0 } = facts.disk ?? {};
      return said(`disk.${line.why}`, { free: bytesText(free, language), total: bytesText(total, language) });
    }
    case "backup": {
      const { last } = facts.backup;
      const copied = last === undefined ? "" : day(dateOf(last), language);
      return said(`backup.${line.why}`, { day: copied, command: code("hall backup") });
    }
    case "queue": {
      const { waiting, oldest } = facts.queue;
      return said(`queue.${line.why}`, { count: waiting, time: oldest === undefined ? "" : when(visit, oldest) });
    }
    case "allies":
      return said(`allies.${line.why}`);
    case "keys": {
      const { shares = 0, needed = 0 } = facts.keys.recovery ?? {};
      return said(`keys.${line.why}`, { shares, needed, command: code("hall restore") });
    }
    case "clock": {
      const { ahead = 0 } = facts.clock;
      if (line.why !== "wrong") return said(`clock.${line.why}`);
      return said(ahead > 0 ? "clock.ahead" : "clock.behind", { minutes: minutesText(ahead, language) });
    }
    case "certificate": {
      const { until } = facts.certificate.seen ?? {};
      return said(`certificate.${line.why}`, {
        day: until === undefined ? "" : day(dateOf(until), language),
        setting: code("HALL_ORIGIN"),
      });
    }
    case "mail":
      return said(`mail.${line.why}`, { count: facts.mail.readers, setting: code("HALL_SMTP") });
    case "memory": {
      const { used, limit = 0 } = facts.memory;
      return said(`memory.${line.why}`, { used: bytesText(used, language), limit: bytesText(limit, language) });
    }
    default:
      return unreachable(line);
  }
}

/** Which hosts, which allies: here alone, never in a mail. */
function more(visit: Visit, { facts, at }: Health, { matter }: HealthLine): Html | false {
  const told = sayRichFor(visit.reader);
  if (matter === "queue") {
    const silent = silentFor(facts.queue, at);
    return lines(
      silent.map(({ host, since = at }) => told("queue.silent-host", { host: code(host), time: when(visit, since) })),
    );
  }
  if (matter !== "allies") return false;
  const quietFirst = facts.allies.toSorted((a, b) => Number(isQuiet(b, at)) - Number(isQuiet(a, at)));
  return lines(
    quietFirst.map(({ name, last }) =>
      last === undefined
        ? told("allies.never", { name: calm(name) })
        : told("allies.last", { name: calm(name), time: when(visit, last) }),
    ),
  );
}

const lines = (all: readonly Html[]): Html | false =>
  all.length > 0 && html`<ul class="lines">${all.map((line) => html`<li><span>${line}</span></li>`)}</ul>`;

/** These have places of their own on the first page, which others than administrators see too. */
const TOLD_ALREADY: readonly Matter[] = ["disk", "backup"];

/** For the first page of whoever watches: that there is something, and where it stands. */
export async function statusReminder({ ports, reader }: Visit): Promise<Html | false> {
  const act = needsPerson(await ports.watch.health()).filter((matter) => !TOLD_ALREADY.includes(matter));
  if (act.length === 0) return false;
  const say = sayFor(reader);
  return pin({
    heading: html`${say("home.act")}`,
    body: html`<ul class="lines">${act.map((matter) => html`<li>${say(`matter.${matter}`)}</li>`)}</ul>
<p>${linkButton(reader.link("/desk/status"), say("home.button"), "strong")}</p>`,
  });
}
