import { doorPath, SPOKEN_DOOR } from "@commonhall/domain";
import type { Context, MiddlewareHandler } from "hono";
import { answer } from "../layout/headers.ts";
import { refuse } from "../layout/refuse.ts";
import { seeOther } from "../layout/respond.ts";
import type { WebPorts } from "../ports.ts";
import { languageOf, openIntake, takeIntake, type Visitor } from "./intake.route.ts";
import type { Asker, IntakePorts } from "./ports.ts";
import { fileRoom } from "./read-intake-form.ts";
import { openReturn, takeReturn } from "./return.route.ts";
import { intakeStyle, KEPT_FOR_AN_HOUR } from "./style.ts";
import { submissions } from "./submissions.ts";

type Ports = Pick<WebPorts, "site" | "clock" | "log" | "centres">;

/**
 * The workers' side, in front of all other addresses of one part: the one that the centre chose, and what lies below it.
 * Everything else is passed on.
 */
export function workersDoor(
  ports: Ports,
  intake: IntakePorts,
  room = fileRoom(),
): MiddlewareHandler<{ Bindings: Asker }> {
  const arriving = submissions(ports.clock, intake.networkCounts);
  return async (c, next) => {
    if (c.req.path === intakeStyle.path) return sheet(c);
    const [, name = "", code] = /^\/([a-z0-9-]+)(\/code)?$/.exec(c.req.path) ?? [];
    // Most addresses can be no door; they cost no look at the settings.
    if (name !== SPOKEN_DOOR && doorPath(name) === undefined) return next();
    const [door, centre] = await Promise.all([intake.door.get(), ports.centres.get()]);
    if (centre === undefined || (name !== door.path && name !== SPOKEN_DOOR)) return next();
    const request = c.req.raw;
    const opens = c.req.method === "GET" || c.req.method === "HEAD";
    // A code outlives the form: who has one can read, though nothing new can be sealed.
    if (code === undefined && opens && !(await intake.intakes.isOpen())) return next();
    if (name === SPOKEN_DOOR) return seeOther(`/${door.path}${code ?? ""}`);
    if (!opens && c.req.method !== "POST") return refuse(request, "wrong-method", centre, { allow: "GET, HEAD, POST" });
    const language = languageOf(request, centre);
    // A program that calls `fetch` with the request alone has no server and knows nothing of who asks.
    const asker: Asker | undefined = c.env;
    const visitor: Visitor = { ports, intake, request, asker, centre, door, room, arriving, language };
    if (code !== undefined) return opens ? openReturn(visitor) : takeReturn(visitor);
    return opens ? openIntake(visitor) : takeIntake(visitor);
  };
}

const sheet = (c: Context): Response =>
  answer(c.req.raw, { body: intakeStyle.text, type: intakeStyle.type, cache: KEPT_FOR_AN_HOUR });

/** Where the form is, while somebody could read what is told there. */
export async function openDoor(intake: IntakePorts | undefined): Promise<string | undefined> {
  if (intake === undefined || !(await intake.intakes.isOpen())) return undefined;
  const { path } = await intake.door.get();
  return `/${path}`;
}
