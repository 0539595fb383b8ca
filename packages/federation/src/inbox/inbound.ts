import type { ReadActivity } from "@commonhall/wire";

/** A received activity of one type. */
export type Inbound<Type extends ReadActivity["type"]> = Extract<ReadActivity, { readonly type: Type }>;
