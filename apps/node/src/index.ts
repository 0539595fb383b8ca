import type { Approvals, Clock } from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import { startRefusedSentence } from "./commands/refusals.ts";
import { serve, type MailSettings, type RunningNode } from "./serve.ts";
import { parseListen } from "./settings.ts";

export { calendarAddress } from "./calendar-address.ts";
export { lastBackup } from "./backup/last-backup.ts";
export { readHouse } from "./moving/house-file.ts";
export { serveFormer } from "./moving/serve-former.ts";
export { databaseFile } from "./data-folder.ts";
export type { Health } from "@commonhall/domain";
export { hall } from "./hall.ts";
export { sourceArchive } from "./server/source-archive.ts";
export type { RunningNode } from "./serve.ts";
export { metricsText } from "./watching/metrics.ts";

export interface StartOptions {
  readonly dataFolder: string;
  /** Of PostgreSQL; SQLite in the data folder, where none is said. */
  readonly database?: string;
  /** Beside the data folder, where nothing else is said. */
  readonly pepperFile?: string;
  /** `127.0.0.1:0` for a port that is free. */
  readonly listen: string;
  /** Without it the node is where it listens. */
  readonly origin?: string;
  readonly onionOrigin?: string;
  readonly mail?: MailSettings;
  readonly approvals?: Approvals;
  readonly clock: Clock;
  readonly testNetwork?: boolean;
  readonly random?: () => number;
  readonly log?: Log;
  /** Without it nothing is sent and nothing that came in is looked at until `federation.drain()`. */
  readonly works?: boolean;
}

/** A whole node within this process, for tests and measurements. Throws where it cannot start. */
export async function startNode(options: StartOptions): Promise<RunningNode> {
  const listen = parseListen(options.listen);
  if (listen === undefined) throw new Error(`A node cannot listen at ${options.listen}`);
  const originAt = (port: number) => `http://${listen.type === "tcp" ? listen.host : "localhost"}:${port}`;
  const defaults = {
    testNetwork: true,
    random: Math.random,
    log: SILENT,
    works: false,
    pepperFile: `${options.dataFolder}.pepper`,
  };
  const node = await serve({ ...defaults, ...options, ...(options.origin === undefined ? { originAt } : {}), listen });
  if (!node.ok) throw new Error(startRefusedSentence(node.error));
  return node.value;
}

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
