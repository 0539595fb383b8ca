import { actorId, trusted, type ActorId } from "@commonhall/domain";
import { allyPage } from "@commonhall/wire";
import { isOneOf, type ReadingPorts } from "../audiences/readers-of-documents.ts";
import { limited, type Served } from "../documents/respond.ts";
import type { FederationPorts } from "../ports.ts";

export interface AllyPagePorts {
  readonly direct: ReadingPorts["direct"] & Pick<FederationPorts["direct"], "centres">;
}

const ALLY_PAGE = /^(\/centres\/[a-z0-9_-]+)\/allies\/([A-Za-z0-9_-]+)$/;

export const isAllyPage = (path: string): boolean => ALLY_PAGE.test(path);

/**
 * How we stand with a centre, for that centre or its node alone: whoever else asks, whomever they ask about, is answered as
 * if there were nothing, after the same work.
 */
export async function serveAllyPage(
  { direct }: AllyPagePorts,
  { origin, pathname }: { readonly origin: string; readonly pathname: string },
  ask: () => Promise<ActorId | undefined>,
): Promise<Served | undefined> {
  const [, path = "", name = ""] = ALLY_PAGE.exec(pathname) ?? [];
  const owner = trusted.actor(origin + path);
  const centre = await direct.centres.get();
  const peer = actorId(Buffer.from(name, "base64url").toString("utf8")) ?? owner;
  const reader = await ask();
  const isTheirs = reader !== undefined && (await isOneOf(direct, reader, [peer]));
  const ally = await direct.allies.with(peer);
  if (!isTheirs || ally === undefined || centre?.id !== owner) return undefined;
  return limited(JSON.stringify(allyPage(origin + pathname, centre.id, ally)));
}
