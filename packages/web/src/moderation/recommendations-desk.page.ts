import {
  actorId,
  DOMAIN_LEVELS,
  hostFrom,
  LONGEST_REASON,
  type DomainLevel,
  type Proposed,
  type Recommendation,
  type RecommendationSource,
} from "@commonhall/domain";
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
import { followRefusal } from "../following/follow-refused.ts";
import { choices, field } from "../layout/fields.ts";
import { bdi, code, html, isolated, type Html } from "../layout/html.ts";
import { button, empty, errorList, form } from "../layout/parts.ts";

/** Whose advice about domains this centre reads, what they propose, and what it advises others itself. */
export const recommendationRoutes: readonly DeskRoute[] = [
  opens("/recommendations", "moderate", recommendationsPage),
  sends("/recommendations/answer", "moderate", recommendationsPage, answer),
  sends("/recommendations/read", "moderate", recommendationsPage, read),
  sends("/recommendations/stop", "moderate", recommendationsPage, stop),
  sends("/recommendations/give", "moderate", recommendationsPage, give),
  sends("/recommendations/withdraw", "moderate", recommendationsPage, withdraw),
];

async function recommendationsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const { words } = reader;
  const { recommendations } = ports.moderation;
  const [proposed, sources, own] = await Promise.all([
    recommendations.proposed(),
    recommendations.sources(),
    recommendations.own(),
  ]);
  return {
    room: "domains",
    title: words("desk.recommendations.title"),
    body: html`<p><a href="${reader.link("/desk/domains")}">${words("desk.room.domains")}</a></p>
<h1>${words("desk.recommendations.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.recommendations.lead")}</p>
<h2>${words("desk.recommendations.proposed")}</h2>
${proposed.length === 0 ? empty(words("desk.recommendations.proposed.none")) : html`<ul class="lines">${proposed.map((one) => proposal(visit, one))}</ul>`}
<h2>${words("desk.recommendations.sources")}</h2>
${sources.length > 0 && html`<ul class="lines">${sources.map((source) => sourceLine(visit, source))}</ul>`}
${sourceForm(visit)}
<h2>${words("desk.recommendations.own")}</h2>
${own.length > 0 && html`<ul class="lines">${own.map((one) => ownLine(visit, one))}</ul>`}
${ownForm(visit)}`,
  };
}

const advice = ({ reader }: Visit, { host, level, reason }: Recommendation): Html =>
  html`<strong>${code(host)}</strong>
<span>${reader.words(`desk.domains.level.${level}`)}</span>
${reason !== "" && html`<span class="quiet">${bdi(reason)}</span>`}`;

function proposal(visit: Visit, one: Proposed): Html {
  const { reader, session } = visit;
  const { words, link, rich } = reader;
  const answers = (does: "yes" | "no", label: string, kind?: "calm"): Html =>
    form({
      action: link("/desk/recommendations/answer"),
      csrf: session.csrf,
      hidden: { source: one.source, host: one.host, does },
      body: button(kind === undefined ? { label } : { label, kind }),
    });
  return html`<li>${advice(visit, one)}
<span class="quiet">${rich("desk.recommendations.by", { source: code(one.source) })}</span>
${answers("yes", words("desk.recommendations.do"))}${answers("no", words("desk.recommendations.leave"), "calm")}</li>`;
}

function sourceLine(visit: Visit, { actor, automatic, fetched }: RecommendationSource): Html {
  const { reader, session } = visit;
  const { words, link, rich } = reader;
  return html`<li><strong>${code(actor)}</strong>
<span>${words(automatic ? "desk.recommendations.automatic" : "desk.recommendations.asks")}</span>
<span class="quiet">${fetched === undefined ? words("desk.recommendations.not-read") : rich("desk.recommendations.last-read", { time: when(visit, fetched) })}</span>
${form({
  action: link("/desk/recommendations/stop"),
  csrf: session.csrf,
  hidden: { source: actor },
  body: button({ label: words("desk.recommendations.stop"), kind: "calm" }),
})}</li>`;
}

const sourceForm = ({ reader: { words, link }, session, form: typed, errors }: Visit): Html =>
  form({
    action: link("/desk/recommendations/read"),
    csrf: session.csrf,
    body: html`${field({
      name: "address",
      label: words("desk.recommendations.address"),
      hint: words("desk.recommendations.address.hint"),
      value: typed.fields["address"],
      errors,
      ltr: true,
      autocomplete: "off",
    })}
${choices({
  name: "automatic",
  legend: words("desk.recommendations.how"),
  type: "radio",
  choices: [
    { value: "no", label: words("desk.recommendations.asks"), hint: words("desk.recommendations.asks.hint") },
    {
      value: "yes",
      label: words("desk.recommendations.automatic"),
      hint: words("desk.recommendations.automatic.hint"),
    },
  ],
  chosen: typed.all("automatic").length > 0 ? typed.all("automatic") : ["no"],
  errors,
})}
${button({ label: words("desk.recommendations.read") })}`,
  });

function ownLine(visit: Visit, one: Recommendation): Html {
  const { reader, session } = visit;
  return html`<li>${advice(visit, one)}
${form({
  action: reader.link("/desk/recommendations/withdraw"),
  csrf: session.csrf,
  hidden: { host: one.host },
  body: button({ label: reader.words("desk.recommendations.withdraw"), kind: "calm" }),
})}</li>`;
}

const ownForm = ({ reader: { words, link }, session, form: typed, errors }: Visit): Html =>
  form({
    action: link("/desk/recommendations/give"),
    csrf: session.csrf,
    body: html`${field({ name: "host", label: words("desk.domains.host"), value: typed.fields["host"], errors, ltr: true, autocomplete: "off" })}
${choices({
  name: "level",
  legend: words("desk.domains.level"),
  type: "radio",
  choices: DOMAIN_LEVELS.map((level: DomainLevel) => ({ value: level, label: words(`desk.domains.level.${level}`) })),
  chosen: typed.all("level"),
  errors,
})}
${field({ name: "reason", label: words("desk.recommendations.reason"), hint: words("desk.recommendations.reason.hint"), value: typed.fields["reason"], errors, maxlength: LONGEST_REASON })}
${button({ label: words("desk.recommendations.give") })}`,
  });

async function answer({ ports, session, form: typed }: Visit): ReturnType<Run> {
  const source = actorId(typed.get("source"));
  const host = hostFrom(typed.get("host"));
  if (source === undefined || host === undefined) return NOT_FOUND;
  await ports.moderation.commands.answer(source, host, typed.get("does") === "yes", session.staff.name);
  return go("/desk/recommendations", "changed");
}

async function read({ ports, form: typed, reader }: Visit): ReturnType<Run> {
  const address = typed.get("address").trim();
  const subscribed = await ports.moderation.commands.subscribe(address, typed.get("automatic") === "yes");
  return subscribed.ok
    ? go("/desk/recommendations", "source-read")
    : refused({ field: "address", message: followRefusal(reader, subscribed.error) });
}

async function stop({ ports, form: typed }: Visit): ReturnType<Run> {
  const source = actorId(typed.get("source"));
  if (source === undefined) return NOT_FOUND;
  await ports.moderation.commands.unsubscribe(source);
  return go("/desk/recommendations", "changed");
}

async function give({ ports, form: typed, reader }: Visit): ReturnType<Run> {
  const { words } = reader;
  const host = hostFrom(typed.get("host"));
  const level = DOMAIN_LEVELS.find((known) => known === typed.get("level"));
  const reason = typed.get("reason").trim();
  const errors = [
    ...(host === undefined
      ? [{ field: "host", message: words("desk.domains.refused.host", { host: isolated(typed.get("host")) }) }]
      : []),
    ...(level === undefined ? [{ field: "level", message: words("desk.domains.refused.level") }] : []),
    ...(reason === "" || [...reason].length > LONGEST_REASON
      ? [{ field: "reason", message: words("desk.recommendations.refused.reason", { limit: LONGEST_REASON }) }]
      : []),
  ];
  if (host === undefined || level === undefined || errors.length > 0) return refused(...errors);
  await ports.moderation.commands.recommend(host, level, reason);
  return go("/desk/recommendations", "recommended");
}

async function withdraw({ ports, form: typed }: Visit): ReturnType<Run> {
  const host = hostFrom(typed.get("host"));
  if (host === undefined) return NOT_FOUND;
  await ports.moderation.commands.withdrawRecommendation(host);
  return go("/desk/recommendations", "changed");
}
