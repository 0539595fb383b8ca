import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { FORM_LIMIT, NO_FORM, readForm, type FormValues } from "../layout/read-form.ts";
import type { Refusal } from "../layout/said-no.page.ts";
import type { WebPorts } from "../ports.ts";
import { asked, redirect, type Asked } from "./answers.ts";
import { fileRoom, readIntakeForm, type FileRoom } from "../intake/read-intake-form.ts";
import { doorways } from "./doorways.ts";
import { enter, refuse, withoutFiles, type SentForm } from "./enter.ts";
import type { DeskRoute } from "./route.ts";
import { deskRoutes } from "./routes.ts";

/** The staff's side, mounted at `/desk`. */
export function desk(ports: WebPorts): Hono {
  const app = new Hono();
  const routes = deskRoutes();
  app.use(csrf({ origin: (origin, c) => origin === ports.site.origin || isSameHost(origin, c) }));
  const room = fileRoom();
  // Forms with files have limits of their own.
  const small = bodyLimit({ maxSize: FORM_LIMIT, onError: (c) => told(ports, c, "too-large") });
  const large = new Set(routes.flatMap((route) => (takesFiles(route) ? [`/desk${route.path}`] : [])));
  app.use((c, next) => (large.has(c.req.path) ? next() : small(c, next)));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 403) return told(ports, c, "foreign-form");
    throw error;
  });
  for (const { method, path, respond } of doorways(routes)) {
    app.on(method, path, (c) =>
      withForm(ports, c, async (to, form) => respond(to, form, (name) => c.req.param(name) ?? "")),
    );
  }
  for (const route of routes) {
    const { method, path } = route;
    if (takesFiles(route)) {
      app.on(method, path, (c) =>
        withCentre(ports, c, (to) => withFiles(to, room, (sent) => enter(to, routes, route, c.req.param(), sent))),
      );
    } else {
      app.on(method, path, (c) =>
        withForm(ports, c, (to, form) => enter(to, routes, route, c.req.param(), withoutFiles(form))),
      );
    }
  }
  app.all("*", (c) => told(ports, c, "not-found"));
  return app;
}

const takesFiles = (route: DeskRoute): boolean => route.method === "POST" && route.takesFiles === true;

/** The room that the files take is given back when the form has been dealt with. */
async function withFiles(to: Asked, room: FileRoom, respond: (sent: SentForm) => Promise<Response>): Promise<Response> {
  using read = await readIntakeForm(to.request, room);
  return await respond({ form: read.values, files: read.files, fileProblems: read.problems });
}

/** Where a node is reached by another name than its own, its forms are still its own. */
function isSameHost(origin: string, c: Context): boolean {
  return URL.canParse(origin) && new URL(origin).host === c.req.header("host");
}

const told = (ports: WebPorts, c: Context, refusal: Refusal): Promise<Response> =>
  withCentre(ports, c, (to) => refuse(to, refusal));

async function withCentre(
  ports: WebPorts,
  c: Context,
  respond: (to: Asked) => Response | Promise<Response>,
): Promise<Response> {
  const centre = await ports.centres.get();
  return centre === undefined ? redirect("/setup") : respond(asked(ports, c.req.raw, centre));
}

const withForm = (
  ports: WebPorts,
  c: Context,
  respond: (to: Asked, form: FormValues) => Promise<Response>,
): Promise<Response> =>
  withCentre(ports, c, async (to) => {
    if (c.req.method !== "POST") return respond(to, NO_FORM);
    const form = await readForm(c.req.raw);
    return form === undefined ? refuse(to, "foreign-form") : respond(to, form);
  });
