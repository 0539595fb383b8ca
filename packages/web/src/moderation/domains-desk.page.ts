import { DOMAIN_LEVELS, hostFrom, type DomainLevel, type DomainPolicy } from "@commonhall/domain";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { code, html, isolated, type Html } from "../layout/html.ts";
import { button, empty, errorList, form } from "../layout/parts.ts";

/** What other servers may do here. */
export const domainRoutes: readonly DeskRoute[] = [
  opens("/domains", "moderate", domainsPage),
  sends("/domains", "moderate", domainsPage, setLevel),
];

async function setLevel({ ports, form, reader }: Parameters<Run>[0]): ReturnType<Run> {
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
  await ports.domains.set(host, level);
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
${levelForm(visit)}`,
  };
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
