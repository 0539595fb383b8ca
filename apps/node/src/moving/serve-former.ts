import { kindOf, ok, type Result } from "@commonhall/domain";
import type { FormerHouse, Log } from "@commonhall/federation";
import { createHttpServer } from "../server/http-server.ts";
import { endServer, listen, type ListenRefused } from "../server/listening.ts";
import type { Listen } from "../settings.ts";
import { formerDoors } from "./former-doors.ts";

export interface FormerServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves the former origin of a node that has moved. It has no data and no keys. */
export async function serveFormer(
  house: FormerHouse,
  where: Listen,
  log: Log,
): Promise<Result<FormerServer, ListenRefused>> {
  const server = createHttpServer(Promise.resolve(formerDoors(house)), (error) =>
    log.error("a request failed", { error: kindOf(error) }),
  );
  const listening = await listen(server, where);
  if (!listening.ok) return listening;
  return ok({ port: listening.value.port, close: () => endServer(server, 6000) });
}
