/** The least that a server on this stack can do with a POST: Hono reads the body and gives it back. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono().post("*", async (c) => c.body(await c.req.text(), 202));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, (info) => process.send?.({ ports: [info.port] }));
process.on("disconnect", () => process.exit(0));
