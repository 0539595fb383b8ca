import { whatBroke } from "@commonhall/domain";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { aboutRoutes } from "./about/public.routes.ts";
import { allianceRoutes } from "./alliances/public.routes.ts";
import { publicBulletinRoutes } from "./bulletins/public.routes.ts";
import { publicCallRoutes } from "./calls/public.routes.ts";
import { campaignRoutes } from "./campaigns/public.routes.ts";
import { centreRoutes } from "./centres/public.routes.ts";
import { digestRoutes } from "./digests/public.routes.ts";
import { feedRoutes } from "./feeds/public.routes.ts";
import { workersDoor } from "./intake/workers-door.ts";
import { icon, style } from "./layout/asset.ts";
import { answer, KEPT_FOR_EVER } from "./layout/headers.ts";
import { FORM_LIMIT } from "./layout/read-form.ts";
import { refuse } from "./layout/refuse.ts";
import { mount, type Route } from "./layout/routes.ts";
import { stayWithTls } from "./layout/stay-with-tls.ts";
import type { Refusal } from "./layout/said-no.page.ts";
import { visit } from "./layout/visit.ts";
import type { WebPorts } from "./ports.ts";

/** What anybody may open, and set-up. */
export function publicWeb(ports: WebPorts): Hono {
  const web = new Hono();
  const say = async (c: Context, refusal: Refusal, headers?: Readonly<Record<string, string>>) =>
    refuse(c.req.raw, refusal, await ports.centres.get(), headers);
  web.use(stayWithTls(ports.site));
  // It reads its own forms, which may have files with them.
  if (ports.intake !== undefined) web.use(workersDoor(ports, ports.intake));
  const limit = bodyLimit({ maxSize: FORM_LIMIT, onError: (c) => say(c, "too-large") });
  // The desk has limits of its own, because one of its forms takes files.
  web.use((c, next) => (c.req.path.startsWith("/desk/") ? next() : limit(c, next)));
  const routes = [
    ...assetRoutes,
    ...centreRoutes(ports),
    ...campaignRoutes(ports),
    ...publicCallRoutes(ports),
    ...allianceRoutes(ports),
    ...publicBulletinRoutes(ports),
    ...feedRoutes(ports),
    ...digestRoutes(ports),
    ...aboutRoutes(ports),
  ];
  mount(web, routes, (c, allow) => say(c, "wrong-method", { allow }));
  web.notFound((c) => visit(ports.centres, c, ({ request, centre }) => refuse(request, "not-found", centre)));
  web.onError((error, c) => {
    ports.log.error("a page broke", { error: whatBroke(error) });
    return refuse(c.req.raw, "broken");
  });
  return web;
}

const assetRoutes: readonly Route[] = [style, icon].map(({ path, text, type }) => ({
  path,
  get: (c) => answer(c.req.raw, { body: text, type, cache: KEPT_FOR_EVER }),
}));
