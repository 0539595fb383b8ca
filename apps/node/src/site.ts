import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
import type { Store } from "@commonhall/store";
import type { Site } from "@commonhall/wire";
import type { Settings } from "./settings.ts";

/** A node's ids begin with its origin for ever, so data of one origin is never served or written to as another's. */
export interface SiteRefused {
  readonly type: "another site";
  readonly kept: Site;
  readonly given: Site;
}

const ORIGIN = "site.origin";
const HANDLE_HOST = "site.handleHost";
const FORMER = "site.former";
const DEFAULT_ORIGIN = "http://localhost:8420";

/**
 * Where the node of this data is: what the settings say, which must be what it was set up with; where they say nothing,
 * what it was set up with.
 */
export async function resolveSite(
  store: Pick<Store, "settings" | "direct">,
  settings: Pick<Settings, "origin" | "handleHost">,
): Promise<Result<Site, SiteRefused>> {
  const origin = await store.settings.get(ORIGIN);
  const handleHost = await store.settings.get(HANDLE_HOST);
  const kept = origin === undefined || handleHost === undefined ? undefined : { origin, handleHost };
  const former = formerFrom(await store.settings.get(FORMER));
  const given = siteFrom(settings, kept);
  if (kept === undefined || (kept.origin === given.origin && kept.handleHost === given.handleHost))
    return ok({ ...given, ...former });
  // Until there is a centre nothing has an id, and the node may still move.
  return (await store.direct.centres.get()) === undefined ? ok(given) : err({ type: "another site", kept, given });
}

/** Writes down where the node is, before anything gets an id there. */
export async function keepSite(store: Pick<Store, "settings">, site: Site): Promise<void> {
  await store.settings.set(ORIGIN, site.origin);
  await store.settings.set(HANDLE_HOST, site.handleHost);
}

function siteFrom({ origin, handleHost }: Pick<Settings, "origin" | "handleHost">, kept: Site | undefined): Site {
  const chosen = origin ?? kept?.origin ?? DEFAULT_ORIGIN;
  const host = handleHost ?? (chosen === kept?.origin ? kept.handleHost : undefined);
  return { origin: chosen, handleHost: host ?? new URL(chosen).host };
}

/** Where the node is once it has moved. A handle host of its own stays; one that was the origin's goes along. */
export const siteElsewhere = ({ origin, handleHost, former = [] }: Site, to: string, at: Timestamp): Site => ({
  origin: to,
  handleHost: handleHost === new URL(origin).host ? new URL(to).host : handleHost,
  former: [{ origin, left: at }, ...former],
});

/** The facts that are kept of a site, to be written in the commit that moves it. */
export const siteFacts = ({ origin, handleHost, former = [] }: Site): Readonly<Record<string, string>> => ({
  [ORIGIN]: origin,
  [HANDLE_HOST]: handleHost,
  [FORMER]: JSON.stringify(former),
});

const formerSites = z.array(z.strictObject({ origin: z.string(), left: z.number() })).readonly();

function formerFrom(text: string | undefined): Pick<Site, "former"> {
  const former = text === undefined ? [] : formerSites.parse(JSON.parse(text));
  return former.length === 0 ? {} : { former };
}
