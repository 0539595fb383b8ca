import { DOMAIN_LEVELS, hostFrom, type DomainLevel, type DomainPolicy, type LevelChange } from "@commonhall/domain";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html, isolated, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton } from "../layout/parts.ts";

/** What other servers may do here. */
export const domainRoutes: readonly DeskRoute[] = [
  opens("/domains", "moderate", domainsPage),
  sends("/domains", "moderate", domainsPage, setLevel),
];

async function setLevel({ ports, form, reader, session }: Parameters<Run>[0]): ReturnType<Run> {
  const { words } = reader;
  const typed = form.get("host");
  const host = hostFrom(typed);
  const level = DOMAIN_LEVELS.find((known) => known === form.get("level"));
  const errors = [
    ...(host === undefined
      ? [{ field: "host", message: words("desk.domains.refused.host", { host: isolated(typed) }) }]
      : []),
    ...(level === undefined ? [{ field: "level", message: words("desk.domains.refused.level") }] : []),
  ];
  if (host === undefined || level === undefined) return refused(...errors);
  await ports.moderation.commands.setLevel(host, level, session.staff.name);
  return go("/desk/domains", `domain-${level}`);
}

async function domainsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const { words } = reader;
  const policies = (await ports.domains.all()).filter((policy) => policy.level !== "accept");
  return {
    room: "domains",
    title: words("desk.room.domains"),
    body: html`<h1>${words("desk.room.domains")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.domains.lead")}</p>
${policies.length === 0 ? empty(words("desk.domains.none")) : html`<ul class="lines">${policies.map((policy) => line(visit, policy))}</ul>`}
<h2>${words("desk.domains.change")}</h2>
${levelForm(visit)}
<p class="acts">${linkButton(reader.link("/desk/recommendations"), words("desk.recommendations.title"))}${linkButton(reader.link("/desk/flags"), words("desk.flags.title"))}</p>
${await changes(visit)}`,
  };
}

/** Who did what, with the way back. */
async function changes(visit: Visit): Promise<Html | false> {
  const { ports, reader, session } = visit;
  const { words, rich, link } = reader;
  const latest = await ports.moderation.views.changes(20);
  const line = ({ host, before, after, by, at, reason }: LevelChange): Html => html`<li>
<span>${rich("desk.domains.changed", { host: code(host), before: words(`desk.domains.level.${before}`), after: words(`desk.domains.level.${after}`), by: bdi(by) })}</span>
<span class="quiet">${when(visit, at)}${reason !== "" && html` · ${bdi(reason)}`}</span>
${before !== after && form({ action: link("/desk/domains"), csrf: session.csrf, hidden: { host, level: before }, body: button({ label: words("desk.domains.undo"), kind: "calm" }) })}</li>`;
  return latest.length > 0 && html`<h2>${words("desk.domains.changes")}</h2><ul class="lines">${latest.map(line)}</ul>`;
}

function line({ reader, session }: Visit, { host, level }: DomainPolicy): Html {
  const { words, rich, link } = reader;
  return html`<li>
<strong>${code(host)}</strong>
<span>${words(`desk.domains.level.${level}`)}</span>
${form({
  action: link("/desk/domains"),
  csrf: session.csrf,
  hidden: { host, level: "accept" },
  body: button({ label: rich("desk.domains.accept-again", { host: code(host) }), kind: "calm" }),
})}
</li>`;
}

function levelForm({ reader, session, form: typed, errors }: Visit): Html {
  const { words, link } = reader;
  const choice = (level: DomainLevel) => ({
    value: level,
    label: words(`desk.domains.level.${level}`),
    hint: words(`desk.domains.means.${level}`),
  });
  return form({
    action: link("/desk/domains"),
    csrf: session.csrf,
    body: html`${field({
      name: "host",
      label: words("desk.domains.host"),
      hint: words("desk.domains.host.hint"),
      value: typed.fields["host"],
      errors,
      ltr: true,
      autocomplete: "off",
    })}
${choices({
  name: "level",
  legend: words("desk.domains.level"),
  type: "radio",
  choices: DOMAIN_LEVELS.map(choice),
  chosen: typed.all("level"),
  errors,
})}
${button({ label: words("desk.domains.button") })}`,
  });
}
