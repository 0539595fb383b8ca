import type { Context } from "hono";
import { answer, ASK_EACH_TIME, NEVER_KEPT, PUBLIC_FOR_THREE_MINUTES } from "../layout/headers.ts";
import { publicPage, readerFor } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { aboutPage, SOURCE_PATH } from "./about.page.ts";
import { vocabularyContext, vocabularyPage } from "./vocabulary.page.ts";

type Ports = Pick<WebPorts, "site" | "version" | "source" | "centres">;

export function aboutRoutes(ports: Ports): readonly Route[] {
  return [
    { path: "/about", get: (c) => showAbout(ports, c) },
    { path: SOURCE_PATH, get: (c) => sendSource(ports, c) },
    { path: "/ns", get: (c) => showVocabulary(ports, c) },
    { path: "/ns/context.jsonld", get: showContext },
    { path: "/healthz", get: (c) => showHealth(ports, c) },
    { path: "/robots.txt", get: showRobots },
  ];
}

const showAbout = ({ site, version, centres }: Ports, c: Context): Promise<Response> =>
  visit(centres, c, ({ request, reader, centre }) => publicPage(request, aboutPage({ reader, site, centre, version })));

async function sendSource({ version, source }: Ports, c: Context): Promise<Response> {
  return answer(c.req.raw, {
    body: new Uint8Array(await source()),
    type: "application/gzip",
    cache: PUBLIC_FOR_THREE_MINUTES,
    headers: { "content-disposition": `attachment; filename="commonhall-${version}.tar.gz"` },
  });
}

/** It belongs to no centre, so it is there before one is. */
async function showVocabulary({ centres }: Ports, c: Context): Promise<Response> {
  const centre = await centres.get();
  return publicPage(c.req.raw, vocabularyPage(readerFor(c.req.raw, centre), centre), ASK_EACH_TIME);
}

const showContext = (c: Context): Response =>
  answer(c.req.raw, { body: vocabularyContext(), type: "application/ld+json", cache: PUBLIC_FOR_THREE_MINUTES });

/** For a supervisor; it asks the store one question, so that it fails where the pages would. Nothing about people. */
async function showHealth({ version, centres }: Ports, c: Context): Promise<Response> {
  await centres.get();
  return answer(c.req.raw, {
    body: JSON.stringify({ status: "ok", version }),
    type: "application/json",
    cache: NEVER_KEPT,
  });
}

/** Public pages may be found; the desk and set-up are nobody's search result. */
const showRobots = (c: Context): Response =>
  answer(c.req.raw, {
    body: "User-agent: *\nDisallow: /desk\nDisallow: /setup\n",
    type: "text/plain; charset=utf-8",
    cache: PUBLIC_FOR_THREE_MINUTES,
  });
