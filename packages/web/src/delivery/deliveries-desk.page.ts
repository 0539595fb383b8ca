import type { DeliveryLine, DeliveryViews, Host, SilentHost } from "@commonhall/domain";
import { opens, type DeskRoute, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { code, html, type Html } from "../layout/html.ts";
import { andMore, empty, pin } from "../layout/parts.ts";
import { deliveryErrorText, errorName } from "./delivery-error.ts";

/** What is on its way, what waits and for whom, and what did not arrive and why: in words, not in codes. */
export const deliveryRoutes: readonly DeskRoute[] = [opens("/deliveries", "see deliveries", deliveriesPage)];

/** More than anybody reads; the counts above are of all. */
const LINES = 200;

async function deliveriesPage(visit: Visit): Promise<Sheet> {
  const { ports, reader } = visit;
  const { words } = reader;
  const { deliveries } = ports;
  const [counts, silent, waiting, failed, gone] = await Promise.all([
    deliveries.counts(),
    deliveries.silentHosts(),
    deliveries.lines("waiting", LINES),
    deliveries.lines("failed", LINES),
    deliveries.lines("gone", LINES),
  ]);
  const silentNames = new Set<string>(silent.map(({ host }) => host));
  const onTheirWay = byHost(waiting.filter(({ host }) => !silentNames.has(host)));
  const nothingEver = Object.values(counts).every((count) => count === 0);
  return {
    room: "deliveries",
    title: words("desk.room.deliveries"),
    body: html`<h1>${words("desk.deliveries.title")}</h1>
<p class="lead">${words("desk.deliveries.lead")}</p>
${nothingEver ? empty(words("desk.deliveries.none")) : summary(visit, counts)}
${
  counts.waiting > 0 &&
  html`<section><h2>${words("desk.deliveries.waiting")}</h2>
${silent.filter((host) => host.waiting > 0).map((host) => silentHost(visit, host))}
${onTheirWay.map(([host, lines]) => waitingHost(visit, host, lines))}${andMore(reader, counts.waiting - waiting.length)}</section>`
}
${notArrived(visit, "failed", failed, counts.failed)}
${notArrived(visit, "gone", gone, counts.gone)}`,
  };
}

type Counts = Awaited<ReturnType<DeliveryViews["counts"]>>;

const summary = ({ reader: { words } }: Visit, { done, waiting, failed, gone }: Counts): Html => html`<ul class="tally">
<li>${words("desk.deliveries.count.done", { count: done })}</li>
<li>${words("desk.deliveries.count.waiting", { count: waiting })}</li>
${failed > 0 && html`<li>${words("desk.deliveries.count.failed", { count: failed })}</li>`}
${gone > 0 && html`<li>${words("desk.deliveries.count.gone", { count: gone })}</li>`}
</ul>`;

function silentHost(visit: Visit, { host, breaker, waiting, lastError }: SilentHost): Html {
  const { rich, words } = visit.reader;
  const { since, openUntil } = breaker;
  return pin({
    body: html`<p>${rich("desk.deliveries.waits-for", { count: waiting, host: code(host) })}
${since !== undefined && rich("desk.deliveries.silent-since", { time: when(visit, since) })}
${lastError?.type === "certificate" && deliveryErrorText(words, lastError)}
${openUntil === undefined ? words("desk.deliveries.next-soon") : rich("desk.deliveries.next", { time: when(visit, openUntil) })}</p>`,
  });
}

function waitingHost(visit: Visit, host: Host, lines: readonly DeliveryLine[]): Html {
  const { rich, words } = visit.reader;
  const next = Math.min(...lines.flatMap(({ nextAt }) => nextAt ?? []));
  const error = lines.find(({ lastError }) => lastError !== undefined)?.lastError;
  return pin({
    kind: "teal",
    body: html`<p>${rich("desk.deliveries.waits-for", { count: lines.length, host: code(host) })}
${error !== undefined && deliveryErrorText(words, error)}
${Number.isFinite(next) && next > visit.ports.clock() ? rich("desk.deliveries.next", { time: when(visit, next) }) : words("desk.deliveries.next-soon")}</p>`,
  });
}

function notArrived(
  { reader }: Visit,
  state: "failed" | "gone",
  lines: readonly DeliveryLine[],
  count: number,
): Html | false {
  const { words, rich } = reader;
  if (lines.length === 0) return false;
  const groups = Map.groupBy(lines, ({ host, lastError }) => `${host} ${errorName(lastError)}`);
  return html`<section><h2>${words(`desk.deliveries.${state}`)}</h2>
<p>${words(`desk.deliveries.${state}.text`)}</p>
<ul class="lines">${[...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return undefined;
    return html`<li>${rich("desk.deliveries.not-arrived", { count: group.length, host: code(first.host) })}
<span>${first.lastError !== undefined && deliveryErrorText(words, first.lastError)}</span></li>`;
  })}</ul>${andMore(reader, count - lines.length)}</section>`;
}

const byHost = (lines: readonly DeliveryLine[]): [Host, DeliveryLine[]][] => [
  ...Map.groupBy(lines, ({ host }) => host),
];
