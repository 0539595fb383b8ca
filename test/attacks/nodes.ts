import { allies } from "./ally/ally.ts";
import type { Outcome } from "./bulletins/outcome.ts";
import { insider } from "./insider/insider.ts";
import { seizure } from "./seizure/seizure.ts";
import { traffic } from "./traffic/traffic.ts";

/** Attacks on nodes that run, A8 to A11 of anonymity.md 6.2. Nothing of them follows from a seed. */
export const NODE_ATTACKS: readonly { readonly name: string; readonly run: () => Promise<readonly Outcome[]> }[] = [
  { name: "allies", run: allies },
  { name: "insider", run: insider },
  { name: "seizure", run: seizure },
  { name: "traffic", run: traffic },
];
