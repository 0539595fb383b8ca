import { err, ok, type Result } from "@commonhall/domain";
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
  const given = siteFrom(settings, kept);
  if (kept === undefined || (kept.origin === given.origin && kept.handleHost === given.handleHost)) return ok(given);
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
