import {
  DIGEST_LIMITS,
  feedFilterFrom,
  feedName,
  isDigestWaiting,
  type Digest,
  type DigestTokenUse,
  type FeedName,
} from "@commonhall/domain";
import type { Context } from "hono";
import { nameRefusedPage } from "../feeds/network/name-refused.page.ts";
import { isOwnForm } from "../layout/own-form.ts";
import { readForm, type FormValues } from "../layout/read-form.ts";
import { refuse } from "../layout/refuse.ts";
import { privatePage, publicPage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { tokenBucket, type TokenBucket } from "../layout/token-bucket.ts";
import { publicVisit, type PublicVisit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { digestPath } from "./digest-form.ts";
import { askedPage, askPage, confirmedPage, endedPage, gonePage, tokenPage } from "./digest-pages.ts";
import { readAsk } from "./read-ask.ts";
import { sayFor } from "./words/say.ts";

type Ports = Pick<WebPorts, "centres" | "clock" | "digests">;

/** Feeds by mail: asking for one, saying yes to it, and ending it. Nobody needs an account, and no cookie is set. */
export function digestRoutes(ports: Ports): readonly Route[] {
  const asking = tokenBucket(ports.clock, DIGEST_LIMITS.asked);
  const at = (respond: (visit: PublicVisit) => Response | Promise<Response>) => (c: Context) =>
    publicVisit(ports.centres, c, respond);
  const { hasMail } = ports.digests;
  return [
    {
      path: "/feeds/:name/digest",
      get: at((to) => ofFeed(to, (feed) => showForm(to, feed, hasMail))),
      post: at((to) => ofFeed(to, (feed) => takeForm(ports, to, feed, asking))),
    },
    {
      path: "/digests/confirm/:name",
      get: at((to) => showToken(ports, to, "confirm")),
      post: at((to) => confirm(ports, to)),
    },
    {
      path: "/digests/end/:name",
      get: at((to) => showToken(ports, to, "end")),
      post: at((to) => end(ports, to)),
    },
  ];
}

async function ofFeed(to: PublicVisit, respond: (feed: FeedName) => Response | Promise<Response>): Promise<Response> {
  const filter = feedFilterFrom(to.name);
  if (filter.ok) return respond(feedName(filter.value));
  const page = nameRefusedPage(to.reader, to.centre, { refused: filter.error, ending: "/digest" });
  return privatePage(to.request, page, 404);
}

function showForm(to: PublicVisit, feed: FeedName, hasMail: boolean): Response {
  if (to.url.pathname !== digestPath(feed)) {
    const location = `${digestPath(feed)}${to.url.search}`;
    return new Response(null, { status: 301, headers: { location, "referrer-policy": "no-referrer" } });
  }
  const page = askPage(to, { feed, hasMail });
  return hasMail ? publicPage(to.request, page) : privatePage(to.request, page, 404);
}

/** Only what is wrong with the form itself, or with how many ask, makes a difference to what is answered. */
async function takeForm({ digests }: Ports, to: PublicVisit, feed: FeedName, asking: TokenBucket): Promise<Response> {
  const { request, reader, centre } = to;
  const { hasMail, commands } = digests;
  if (!hasMail) return showForm(to, feed, hasMail);
  if (!isOwnForm(request.headers)) return refuse(request, "foreign-form", centre);
  const typed = await readForm(request);
  if (typed === undefined) return refuse(request, "not-a-form", centre);
  const ask = readAsk(typed, feed, reader);
  const again = (status: number, errors: Parameters<typeof askPage>[1]["errors"], form: FormValues = typed) =>
    privatePage(request, askPage(to, { feed, hasMail, typed: form, errors: errors ?? [] }), status);
  if (!ask.ok) return again(422, ask.error);
  if (!asking.take()) return again(429, [{ message: sayFor(reader)("refused.too-many") }]);
  await commands.ask(ask.value);
  return privatePage(request, askedPage(to, { feed }));
}

async function showToken({ digests, clock }: Ports, to: PublicVisit, use: DigestTokenUse): Promise<Response> {
  const digest = await digests.views.byToken(use, to.name);
  if (digest === undefined || !isOpen(digest, use, clock())) return privatePage(to.request, gonePage(to, use), 404);
  const isDone = use === "confirm" && digest.confirmed !== undefined;
  return privatePage(to.request, isDone ? confirmedPage(to, digest) : tokenPage(to, use, digest));
}

const isOpen = (digest: Digest, use: DigestTokenUse, now: number): boolean =>
  use === "end" || digest.confirmed !== undefined || isDigestWaiting(digest, now);

/** Whoever has the token has read the mail; it needs no other proof, and no page of ours before it. */
async function confirm({ digests }: Ports, to: PublicVisit): Promise<Response> {
  const terms = await digests.commands.confirm(to.name);
  return terms === undefined
    ? privatePage(to.request, gonePage(to, "confirm"), 404)
    : privatePage(to.request, confirmedPage(to, terms));
}

/** RFC 8058, 3.1: mail programs send this by themselves when somebody presses their button, without any page of ours. */
async function end({ digests }: Ports, to: PublicVisit): Promise<Response> {
  await digests.commands.end(to.name);
  return privatePage(to.request, endedPage(to));
}
