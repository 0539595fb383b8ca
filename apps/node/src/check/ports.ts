import type { Clock } from "@commonhall/domain";
import type { Federation } from "@commonhall/federation";
import type { Store, WrittenDown } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import type { Site } from "@commonhall/wire";
import type { Settings } from "../settings.ts";
import type { FileMode } from "./file-modes.ts";
import type { Finding } from "./finding.ts";
import type { LogPlaces } from "./log-places.ts";
import type { Listening } from "./listening-sockets.ts";
import type { Way } from "./ways.ts";

/** What a node is attacked with. Each check takes the few of these that it needs. */
export interface CheckPorts {
  readonly settings: Settings;
  readonly site: Site;
  readonly store: Store;
  readonly vault: { readonly door: Pick<Vault["door"], "state"> };
  readonly federation: Pick<Federation, "tryToReach">;
  readonly clock: Clock;
  /** By which the node was reached; none while it is not served. */
  readonly ways: readonly Way[];
  /** As they were before this program opened anything. */
  readonly modes: readonly FileMode[];
  readonly logs: LogPlaces;
  /** By which settings rows come into the log of PostgreSQL; undefined where the store is a file. */
  readonly databaseWrites?: (() => Promise<readonly WrittenDown[]>) | undefined;
  /** Undefined where the system does not tell. */
  readonly listening: () => Promise<readonly Listening[] | undefined>;
}

export type Check = (ports: CheckPorts) => Promise<Finding>;
