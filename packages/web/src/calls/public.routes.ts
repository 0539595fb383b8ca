import { trusted } from "@commonhall/domain";
import type { Context } from "hono";
import { ASK_EACH_TIME } from "../layout/headers.ts";
import { refuse } from "../layout/refuse.ts";
import { publicPage, seeOther } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { visit, type Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { callPage } from "./call.page.ts";
import { anchorOf } from "./need-bars.ts";

type Ports = Pick<WebPorts, "site" | "clock" | "centres" | "campaigns" | "calls" | "objects">;

/** Public calls. What is not for everybody is not there for anybody who opens a page. */
export function publicCallRoutes(ports: Ports): readonly Route[] {
  const at = (respond: (visit: Visit) => Response | Promise<Response>) => (c: Context) =>
    visit(ports.centres, c, respond);
  return [
    { path: "/calls/:name", get: at((to) => showCall(ports, to)) },
    { path: "/calls/:name/needs/:number", get: at((to) => showNeed(to)) },
  ];
}

async function showCall(ports: Ports, { request, reader, centre, name }: Visit): Promise<Response> {
  const id = trusted.object(`${ports.site.origin}/calls/${name}`);
  const call = await ports.calls.get(id);
  if (call === undefined || call.audience.type !== "public") {
    const gone = await ports.objects.tombstone(id);
    return refuse(request, gone?.reach === "public" ? "gone" : "not-found", centre);
  }
  const campaign = call.campaign === undefined ? undefined : await ports.campaigns.get(call.campaign);
  // What is withdrawn because it puts somebody in danger is read nowhere for three more minutes.
  return publicPage(request, callPage({ reader, centre, call, campaign, now: ports.clock() }), ASK_EACH_TIME);
}

/** A need is a place on the page of its call, whether there is such a call or not. */
function showNeed({ url, reader }: Visit): Response {
  const [, call = "", number = ""] = /^(\/calls\/[^/]+)\/needs\/([^/]+)$/.exec(url.pathname) ?? [];
  return seeOther(`${reader.link(call)}#${anchorOf(number)}`);
}
