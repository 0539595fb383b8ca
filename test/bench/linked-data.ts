import { createPrivateKey } from "node:crypto";
import { signJsonLd } from "@fedify/fedify";
import type { JsonObject } from "@commonhall/wire";
import type { Sender } from "./sender.ts";

/** With the LD signature that Fedify adds to everything it sends. */
export async function withLinkedDataSignature(document: JsonObject, sender: Sender): Promise<JsonObject> {
  const pkcs8 = createPrivateKey(sender.keys.rsaPrivate).export({ type: "pkcs8", format: "der" });
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", new Uint8Array(pkcs8), algorithm, true, ["sign"]);
  const signed = await signJsonLd(document, key, new URL(`${sender.centre.id}#main-key`), {});
  return signed as unknown as JsonObject;
}
