import type { WorkersDoors } from "@commonhall/domain";
import type { Drafts, FormTokens, Intakes, NetworkCounts, ReturnChannel } from "@commonhall/vault";

/** What the workers' pages ask for. A node without a vault has none of them, and serves nothing there. */
export interface IntakePorts {
  readonly intakes: Intakes;
  readonly returns: ReturnChannel;
  readonly drafts: Drafts;
  readonly tokens: FormTokens;
  readonly networkCounts: NetworkCounts;
  readonly door: WorkersDoors;
  /** `http://….onion`, where the node is reached over Tor too. */
  readonly onionOrigin?: string;
}

/** What the server knows of whoever asks; it hands it to `fetch`, beside the request. */
export interface Asker {
  /** What its address begins with, as far as many share that; undefined where addresses tell nobody apart. */
  readonly network?: () => string | undefined;
}
