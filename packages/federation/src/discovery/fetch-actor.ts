import { err, ok, sameOrigin, type ActorId, type Result } from "@commonhall/domain";
import { describeWireError, parseActor, type ParsedActor } from "@commonhall/wire";
import type { HttpClient } from "../http/client.ts";
import { fetchDocument, type FetchProblem } from "./fetch-document.ts";

/**
 * The actor as its own server tells it. An answer that tells of another one is none, nor is one to which its server only
 * sends on: who finds a way to be sent on anywhere could else speak for everybody there (FEP-fe34).
 */
export async function fetchActor(
  client: Pick<HttpClient, "get">,
  id: ActorId,
): Promise<Result<ParsedActor, FetchProblem>> {
  const fetched = await fetchDocument(client, id);
  if (!fetched.ok) return fetched;
  const actor = parseActor(fetched.value.json);
  if (!actor.ok) return err({ type: "unreadable", detail: describeWireError(actor.error) });
  if (!sameOrigin(fetched.value.url, id)) return err({ type: "unreadable", detail: "it is on another server" });
  if (actor.value.remote.id !== id) return err({ type: "unreadable", detail: "it tells of another actor" });
  return ok(actor.value);
}
