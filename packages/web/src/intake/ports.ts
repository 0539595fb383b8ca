import type { WorkersDoors } from "@commonhall/domain";
import type { Drafts, FormTokens, Intakes, ReturnChannel } from "@commonhall/vault";

/** What the workers' pages ask for. A node without a vault has none of them, and serves nothing there. */
export interface IntakePorts {
  readonly intakes: Intakes;
  readonly returns: ReturnChannel;
  readonly drafts: Drafts;
  readonly tokens: FormTokens;
  readonly door: WorkersDoors;
  /** `http://….onion`, where the node is reached over Tor too. */
  readonly onionOrigin?: string;
}
