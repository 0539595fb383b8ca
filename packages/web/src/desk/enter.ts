import type { Session } from "@commonhall/domain";
import { html } from "../layout/html.ts";
import { linkButton, notice, type FormError } from "../layout/parts.ts";
import { formValues, type FormValues } from "../layout/read-form.ts";
import { REFUSALS, type Refusal } from "../layout/said-no.page.ts";
import { download, redirect, show, type Asked } from "./answers.ts";
import { isOfSession } from "./csrf.ts";
import { roleNames } from "./role-names.ts";
import { admitted, rolesAdmitted } from "./rooms.ts";
import type { DeskRoute, Elsewhere, Sheet, Visit } from "./route.ts";
import { withSaid } from "./said.ts";
import { keysCookie, sessionCookie } from "./session-cookie.ts";
import { askFirst } from "./sign-in.route.ts";
import type { Kept } from "./sign-in.page.ts";

type Params = Readonly<Record<string, string | undefined>>;

/** From a request to a page: who is it, may they, was the form one of ours, and then what it is about. */
export async function enter(
  to: Asked,
  routes: readonly DeskRoute[],
  route: DeskRoute,
  params: Params,
  sent: SentForm,
): Promise<Response> {
  const { form } = sent;
  const token = sessionCookie(to.ports.site).read(to.request);
  const session = token === undefined ? undefined : await to.ports.staffDesk.session(token);
  if (session === undefined || token === undefined) return route.method === "POST" ? askFirst(to, form) : toSignIn(to);
  if (!admitted(session.staff.roles, route.admits)) return notAdmitted(to, session, route);
  const keys = keysCookie(to.ports.site).read(to.request) ?? "";
  const visit = visitOf(to, { session, keys }, params, sent);
  if (route.method === "GET") return drawn(visit, to, await route.draw(visit));
  if (!isOfSession(session, form)) return again(to, route, visit, 403);
  const outcome = await route.run(visit);
  if (!("type" in outcome)) return drawn(visit, to, outcome);
  if (outcome.type === "resume") return resume(to, routes, outcome.kept, { token, keys: outcome.keys });
  if (outcome.type !== "refused") return drawn(visit, to, outcome);
  const status = outcome.errors.length === 0 ? 200 : 422;
  return drawn(visit, to, await route.draw({ ...visit, errors: outcome.errors }), status);
}

/** Somebody has signed in whose form was kept: it is shown as it was, and nothing is done until they send it once more. */
export async function resume(
  to: Asked,
  routes: readonly DeskRoute[],
  kept: Kept,
  { token, keys }: { readonly token: string; readonly keys?: string },
): Promise<Response> {
  const cookie = keys === undefined ? sessionCookie(to.ports.site).set(token) : keysCookie(to.ports.site).set(keys);
  const headers = { "set-cookie": cookie };
  const session = await to.ports.staffDesk.session(token);
  const found = routeOf(routes, kept.path);
  if (session === undefined || found === undefined) return redirect(to.reader.link("/desk"), headers);
  const url = new URL(kept.path, to.url);
  const there = { ...to, url };
  if (!admitted(session.staff.roles, found.route.admits)) return notAdmitted(there, session, found.route, headers);
  return again(
    there,
    found.route,
    visitOf(there, { session, keys: keys ?? "" }, found.params, withoutFiles(formValues(kept.entries))),
    200,
    headers,
  );
}

/** Sent again by a page whose session is not the one of now: nothing is done, and nothing that was typed is lost. */
async function again(
  to: Asked,
  route: DeskRoute,
  visit: Visit,
  status: 200 | 403,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const errors: readonly FormError[] = [{ message: to.reader.words("desk.again") }];
  return drawn(visit, to, await route.draw({ ...visit, errors }), status, headers);
}

interface SignedIn {
  readonly session: Session;
  readonly keys: string;
}

export interface SentForm extends Pick<Visit, "files" | "fileProblems"> {
  readonly form: FormValues;
}

export const withoutFiles = (form: FormValues): SentForm => ({ form, files: [], fileProblems: [] });

function visitOf(to: Asked, { session, keys }: SignedIn, params: Params, sent: SentForm): Visit {
  const { ports, reader, centre, url } = to;
  return {
    ports,
    reader,
    centre,
    session,
    keys,
    ...sent,
    errors: [],
    param: (name) => params[name] ?? "",
    query: (name) => url.searchParams.get(name) ?? "",
  };
}

function drawn(
  { session, query }: Visit,
  to: Asked,
  outcome: Sheet | Elsewhere,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (!("type" in outcome)) {
    const { room, ...sheet } = outcome;
    return show(to, { status, ...sheet, headers, inside: { session, room }, said: query("said") });
  }
  if (outcome.type === "not found" || outcome.type === "resume") return refuse(to, "not-found", session);
  if (outcome.type === "download") return download(to.request, outcome);
  const cookie = outcome.keys === undefined ? {} : { "set-cookie": cookieFor(to, outcome.keys) };
  return redirect(to.reader.link(outcome.said === undefined ? outcome.path : withSaid(outcome.path, outcome.said)), {
    ...headers,
    ...cookie,
  });
}

function cookieFor({ ports }: Asked, keys: string): string {
  const cookie = keysCookie(ports.site);
  return keys === "" ? cookie.clear() : cookie.set(keys);
}

const toSignIn = ({ reader, url }: Asked): Response => {
  const here = `${url.pathname}${url.search}`;
  return redirect(reader.link(here === "/desk" ? "/desk/sign-in" : `/desk/sign-in?next=${encodeURIComponent(here)}`));
};

function notAdmitted(
  to: Asked,
  session: Session,
  route: DeskRoute,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { words } = to.reader;
  const roles = roleNames(to.reader, rolesAdmitted(route.admits));
  return show(to, {
    status: 403,
    headers,
    title: words("desk.not-admitted.title"),
    body: html`<h1>${words("desk.not-admitted.title")}</h1>${notice("bad", html`<p>${words("desk.not-admitted.text", { roles })}</p>`)}`,
    inside: { session },
  });
}

/** What a page of the desk can answer instead of what was asked for. */
export function refuse(to: Asked, refusal: Refusal, session?: Session): Response {
  const { words, link } = to.reader;
  const title = words(`error.${refusal}.heading`);
  return show(to, {
    status: REFUSALS[refusal],
    title,
    body: html`<p class="stamp">${REFUSALS[refusal]}</p>
<h1>${title}</h1>
<p class="lead">${words(`error.${refusal}.what`)}</p>
<p>${words(`error.${refusal}.next`)}</p>
<p class="acts">${linkButton(link("/desk"), words("desk.back"))}</p>`,
    ...(session === undefined ? {} : { inside: { session } }),
  });
}

/** The form that an address leads to. */
function routeOf(
  routes: readonly DeskRoute[],
  path: string,
): { readonly route: DeskRoute; readonly params: Params } | undefined {
  const [pathname = ""] = path.split("?");
  for (const route of routes) {
    if (route.method !== "POST") continue;
    const match = new URLPattern({ pathname: `/desk${route.path}` }).exec({ pathname });
    if (match !== null) return { route, params: match.pathname.groups };
  }
  return undefined;
}
