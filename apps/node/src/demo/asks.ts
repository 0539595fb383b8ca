import { createPrivateKey } from "node:crypto";
import { signRequest } from "@commonhall/federation";
import type { DemoNode } from "./demo-node.ts";

/** Which status somebody's document answers with where the centre of a node asks for it, with its signature. */
export async function asks({ data, clock }: DemoNode, url: string): Promise<number> {
  const centre = await data.direct.centres.get();
  const actor = centre === undefined ? undefined : await data.direct.localActors.get(centre.id);
  if (actor === undefined) throw new Error("There is no centre yet.");
  const key = { keyId: `${actor.id}#main-key`, privateKey: createPrivateKey(actor.keys.rsaPrivate) };
  const signed = await signRequest({ method: "GET", url: new URL(url), at: clock() }, key, "cavage");
  const response = await fetch(url, { headers: { ...signed, accept: "application/activity+json" } });
  await response.body?.cancel();
  return response.status;
}
