import type { Core } from "../core.ts";
import { boxPair, type KeyPair } from "../keys/curves.ts";
import { derive, stretch } from "../keys/stretching.ts";
import type { ReceiptCode } from "./receipt-code.ts";

/** What a code turns into. `lookup` finds the rows; the pair opens the replies, and its private half is kept nowhere. */
export interface CodeKeys {
  readonly lookup: string;
  readonly pair: KeyPair;
}

const LOOKUP_BYTES = 16;

/** anonymity.md 2.3. One Argon2id: about a quarter of a second and 64 MiB. */
export async function codeKeys(core: Core, code: ReceiptCode): Promise<CodeKeys> {
  const master = await stretch(code, core.codeSalt, core.pepper, core.stretching);
  const keys = {
    lookup: derive(master, "receipt/lookup", LOOKUP_BYTES).toString("hex"),
    pair: boxPair(derive(master, "receipt/x25519")),
  };
  master.fill(0);
  return keys;
}
