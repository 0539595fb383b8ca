import { SECOND } from "@commonhall/domain";
import type { Context } from "hono";
import { cursorOf, loadPosts, MOST_ACTIONS } from "../campaigns/load.ts";
import { centreFeed, feedNameFrom } from "../feeds/feeds.ts";
import { createOwnCalendar } from "../feeds/own-calendar.route.ts";
import { openDoor } from "../intake/workers-door.ts";
import { isOwnForm } from "../layout/own-form.ts";
import { readForm } from "../layout/read-form.ts";
import { refuse } from "../layout/refuse.ts";
import { publicPage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { tokenBucket, type TokenBucket } from "../layout/token-bucket.ts";
import { visit, type Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { centrePage } from "./centre.page.ts";
import { openSetUp, setUpAlready, takeSetUp } from "./set-up.route.ts";

type Ports = Pick<
  WebPorts,
  | "site"
  | "clock"
  | "centres"
  | "bulletins"
  | "calls"
  | "campaigns"
  | "objects"
  | "participation"
  | "calendarAddress"
  | "centreCommands"
  | "setUpCode"
  | "intake"
  | "attestations"
  | "vouching"
>;

/** More than a centre has open at a time. */
const MOST_CALLS = 20;

/** A code has far more than a thousand guesses; a person who sets up a node needs less than twenty tries. */
const GUESSING = { size: 20, refill: 5 * SECOND };

export function centreRoutes(ports: Ports): readonly Route[] {
  const guesses = tokenBucket(ports.clock, GUESSING);
  const ownCalendar = createOwnCalendar(ports);
  const at = (respond: (visit: Visit) => Response | Promise<Response>) => (c: Context) =>
    visit(ports.centres, c, respond);
  return [
    { path: "/", get: at((to) => showCentre(ports, to)) },
    { path: "/centres/:name", get: at((to) => showNamedCentre(ports, to)) },
    { path: "/calendar/:name", get: at(ownCalendar) },
    { path: "/setup", get: (c) => openOrAlready(ports, c), post: (c) => takeOrAlready(ports, c, guesses) },
  ];
}

async function showCentre(ports: Ports, { request, reader, centre, url }: Visit): Promise<Response> {
  const [calls, bulletins, vouching, affiliates, campaigns, actions, { posts, older }, door] = await Promise.all([
    ports.calls.list({ isPublic: true, limit: MOST_CALLS }),
    ports.bulletins.listPublic({}),
    ports.vouching.of(centre.id),
    ports.attestations.affiliates(),
    ports.campaigns.list(),
    ports.campaigns.actions(undefined, MOST_ACTIONS),
    loadPosts(ports, { centre: centre.id }, cursorOf(url)),
    openDoor(ports.intake),
  ]);
  const counts = await ports.participation.counts(actions.map(({ id }) => id));
  const { site } = ports;
  return publicPage(
    request,
    centrePage({
      reader,
      site,
      centre,
      calls,
      bulletins: bulletins.length,
      campaigns,
      actions,
      counts,
      posts,
      older,
      door,
      vouching,
      affiliates,
      now: ports.clock(),
    }),
  );
}

/** The same page as `/`, or with an ending one of the feeds. */
async function showNamedCentre(ports: Ports, to: Visit): Promise<Response> {
  const { handle, feed } = feedNameFrom(to.name);
  if (handle !== to.centre.handle) return refuse(to.request, "not-found", to.centre);
  return feed === undefined ? showCentre(ports, to) : centreFeed(ports, { ...to, feed });
}

async function openOrAlready(ports: Ports, c: Context): Promise<Response> {
  const centre = await ports.centres.get();
  return centre === undefined ? openSetUp(ports, c.req.raw) : setUpAlready(c.req.raw, centre);
}

async function takeOrAlready(ports: Ports, c: Context, guesses: TokenBucket): Promise<Response> {
  const request = c.req.raw;
  const centre = await ports.centres.get();
  if (centre !== undefined) return setUpAlready(request, centre);
  if (!isOwnForm(request.headers)) return refuse(request, "foreign-form");
  const form = await readForm(request);
  return form === undefined ? refuse(request, "not-a-form") : takeSetUp(ports, request, form, guesses);
}
