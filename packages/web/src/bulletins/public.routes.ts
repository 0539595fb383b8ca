import { trusted } from "@commonhall/domain";
import type { Context } from "hono";
import { pathOf } from "../campaigns/notices.ts";
import { answer, ASK_EACH_TIME, PUBLIC_FOR_THREE_MINUTES } from "../layout/headers.ts";
import { html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty } from "../layout/parts.ts";
import { refuse } from "../layout/refuse.ts";
import { publicPage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { visit, type Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { bulletinsAsCsv } from "./as-csv.ts";
import { bulletinPage } from "./bulletin.page.ts";
import { bulletinTable } from "./bulletin-table.ts";
import { placeMap } from "./charts/place-map.ts";
import { shareMultiples } from "./charts/share-multiples.ts";
import { filterForm, filterFrom, listed, queryOf } from "./filter.ts";
import { howCountedPage } from "./how-counted.page.ts";
import { sayFor } from "./words/say.ts";

type Ports = Pick<WebPorts, "site" | "centres" | "bulletins" | "objects">;

/** The centre's own bulletins that are for everybody. What is for allies is not there for anybody who opens a page. */
export function publicBulletinRoutes(ports: Ports): readonly Route[] {
  const at = (respond: (visit: Visit) => Response | Promise<Response>) => (c: Context) =>
    visit(ports.centres, c, respond);
  return [
    { path: "/bulletins", get: at(async (to) => publicPage(to.request, await bulletinsPage(ports, to))) },
    { path: "/bulletins.csv", get: at((to) => bulletinsFile(ports, to)) },
    {
      path: "/bulletins/how",
      get: at(({ request, reader, centre }) => publicPage(request, howCountedPage(reader, centre))),
    },
    { path: "/bulletins/:name", get: at((to) => showBulletin(ports, to)) },
  ];
}

/** What is for allies, and what is not, are answered alike. */
async function showBulletin(
  { site, bulletins, objects }: Ports,
  { request, reader, centre, name }: Visit,
): Promise<Response> {
  // It keeps the address that it was signed under, also where the node has moved since.
  for (const { origin } of [site, ...(site.former ?? [])]) {
    const id = trusted.object(`${origin}/bulletins/${name}`);
    const said = await bulletins.getPublic(id);
    // What is withdrawn, perhaps because somebody could be picked out, is read nowhere for three more minutes.
    if (said !== undefined) return publicPage(request, bulletinPage({ reader, centre, said }), ASK_EACH_TIME);
    if ((await objects.tombstone(id))?.reach === "public") return refuse(request, "gone", centre);
  }
  return refuse(request, "not-found", centre);
}

async function bulletinsPage({ site, bulletins }: Ports, { reader, centre, url }: Visit): Promise<PageInput> {
  const say = sayFor(reader);
  const filter = filterFrom((name) => url.searchParams.get(name) ?? "");
  const { all, lines } = await listed((by) => bulletins.listPublic(by), filter);
  return {
    reader,
    centre,
    title: say("title"),
    nav: publicNav(reader),
    canonical: `${site.origin}/bulletins`,
    body: html`<h1>${say("title")}</h1>
<p class="lead">${say("lead")} <a href="${reader.link("/bulletins/how")}">${say("how")}</a></p>
${
  all.length === 0
    ? empty(say("none"))
    : html`${filterForm(reader, "/bulletins", filter, all)}
${
  lines.length === 0
    ? empty(say("none-fits"))
    : html`${shareMultiples(reader, lines)}
${await placeMap(reader, lines)}
${bulletinTable(reader, lines, { pageOf: ({ object }) => reader.link(pathOf(object)) })}
<p><a href="/bulletins.csv${queryOf(filter)}">${say("csv")}</a></p>`
}`
}`,
  };
}

async function bulletinsFile({ bulletins }: Ports, { request, url }: Visit): Promise<Response> {
  const lines = await bulletins.listPublic(filterFrom((name) => url.searchParams.get(name) ?? ""));
  return answer(request, {
    body: bulletinsAsCsv(lines),
    type: "text/csv; charset=utf-8",
    cache: PUBLIC_FOR_THREE_MINUTES,
    headers: { "content-disposition": 'attachment; filename="bulletins.csv"' },
  });
}
