import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { aboutRoutes } from "./about/public.routes.ts";
import { campaignRoutes } from "./campaigns/public.routes.ts";
import { centreRoutes } from "./centres/public.routes.ts";
import { desk } from "./desk/desk.ts";
import { icon, style } from "./layout/asset.ts";
import { answer, KEPT_FOR_EVER } from "./layout/headers.ts";
import { FORM_LIMIT } from "./layout/read-form.ts";
import { refuse } from "./layout/refuse.ts";
import { seeOther } from "./layout/respond.ts";
import { mount, type Route } from "./layout/routes.ts";
import type { Refusal } from "./layout/said-no.page.ts";
import type { WebPorts } from "./ports.ts";

/** Everything that people open in a browser: the public pages, the plain-web feeds, set-up, and the desk. */
export function createWeb(ports: WebPorts): Hono {
  const web = new Hono();
  const say = async (c: Context, refusal: Refusal, headers?: Readonly<Record<string, string>>) =>
    refuse(c.req.raw, refusal, await ports.centres.get(), headers);
  web.use(bodyLimit({ maxSize: FORM_LIMIT, onError: (c) => say(c, "too-large") }));
  mount(web, [...assetRoutes, ...centreRoutes(ports), ...campaignRoutes(ports), ...aboutRoutes(ports)], (c, allow) =>
    say(c, "wrong-method", { allow }),
  );
  web.route("/desk", desk(ports));
  web.notFound(async (c) => ((await ports.centres.get()) === undefined ? seeOther("/setup") : say(c, "not-found")));
  web.onError((error, c) => {
    ports.log.error("a page broke", { path: c.req.routePath, error: nameOf(error) });
    return refuse(c.req.raw, "broken");
  });
  return web;
}

const assetRoutes: readonly Route[] = [style, icon].map(({ path, text, type }) => ({
  path,
  get: (c) => answer(c.req.raw, { body: text, type, cache: KEPT_FOR_EVER }),
}));

/** What broke and where in the program; a message could hold what somebody typed. */
const nameOf = (error: Error): string => `${error.name} ${/\bat .*/.exec(error.stack ?? "")?.[0] ?? ""}`.trim();
