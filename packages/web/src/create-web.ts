import { Hono } from "hono";
import { desk } from "./desk/desk.ts";
import { icon, style } from "./layout/asset.ts";
import { answer, KEPT_FOR_EVER } from "./layout/headers.ts";
import type { WebPorts } from "./ports.ts";

/** Everything that people open in a browser: the public pages, the plain-web feeds, set-up, and the desk. */
export function createWeb(ports: WebPorts): Hono {
  const web = new Hono();
  for (const asset of [style, icon]) {
    web.get(asset.path, (c) => answer(c.req.raw, { body: asset.text, type: asset.type, cache: KEPT_FOR_EVER }));
  }
  web.route("/desk", desk(ports));
  return web;
}
