import { randomUUID } from "node:crypto";
import { err, ok, type ReleaseRefused, type Result, type SignedRelease, type Timestamp } from "@commonhall/domain";
import { readReleasePayload, releaseDocument, releasePayload } from "@commonhall/wire";
import { tellNew } from "../audiences/say-to.ts";
import { beginPublishing, seal, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";

/**
 * Tells allies that there is nothing to say, in the hour of a release day and in the size of a bulletin, so that silence
 * tells nothing either (anonymity.md 5.3, R9). Nobody has to sign it: all of it is made here, of an hour and a random id,
 * and nothing can be handed in. Where something was said in that hour, and before there was a centre, there is none.
 */
export async function publishHeartbeat(
  ports: PublishingPorts,
  keys: LocalKeys,
  published: Timestamp,
): Promise<Result<{ readonly published: number }, ReleaseRefused>> {
  const begun = await beginPublishing(ports, keys, "");
  if (begun === undefined) return err({ type: "no centre yet" });
  if (published > ports.clock()) return err({ type: "not yet", published });
  if (published < begun.centre.founded) return ok({ published: 0 });
  const said = saysNothing(published);
  const payload = releasePayload(said);
  const read = readReleasePayload(payload);
  if (!read.ok) return err({ type: "not a release", id: said.id, detail: read.error });
  const publishing = { ...begun, at: published };
  const { site, centre, signer } = publishing;
  const object = seal(releaseDocument({ site, centre, said, proven: (bare) => bare }), signer, published);
  return ports.work.run(async (rooms) => {
    if (await rooms.bulletins.hasReleasedAt(published)) return ok({ published: 0 });
    await rooms.bulletins.keepHeartbeat({ object: object.stored.id, published, payload });
    await tellNew(rooms, publishing, { object, audience: { type: "allies" }, kind: "bulletins", campaign: undefined });
    return ok({ published: 1 });
  });
}

function saysNothing(published: Timestamp): SignedRelease {
  const id = randomUUID();
  return { id, published, audience: "allies", release: { type: "heartbeat", id }, policy: NO_POLICY };
}

/** A heartbeat is made under none, and does not tell of any. */
const NO_POLICY = `sha256-${"A".repeat(43)}`;
