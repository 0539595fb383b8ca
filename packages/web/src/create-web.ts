import type { Hono } from "hono";
import { desk } from "./desk/desk.ts";
import type { WebPorts } from "./ports.ts";
import { publicWeb } from "./public-web.ts";

/** Everything that people open in a browser: the public pages, the plain-web feeds, set-up, and the desk. */
export function createWeb(ports: WebPorts): Hono {
  const web = publicWeb(ports);
  web.route("/desk", desk(ports));
  return web;
}
