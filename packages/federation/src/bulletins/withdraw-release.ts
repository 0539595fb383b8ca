import { err, ok, trusted, type ObjectId, type ReleaseRefused, type Result, type Withdrawal } from "@commonhall/domain";
import { addressesOf, siteOfId, withdrawalPayload } from "@commonhall/wire";
import { beginPublishing, sayDelete, type Publishing } from "../campaigns/publishing.ts";
import { inNameOf, type LocalKeys } from "../keys/local-keys.ts";
import type { ReleasingPorts } from "./publish-releases.ts";

/**
 * Takes a whole bulletin back from every inbox that ever got it, without a reason (anonymity.md 5.5). That it was there
 * stays known: of its group nothing is ever said again, and whoever missed the Delete finds it among what is withdrawn.
 */
export async function withdrawRelease(
  ports: ReleasingPorts,
  keys: LocalKeys,
  { id, payload, approval }: Withdrawal,
): Promise<Result<{ readonly object: ObjectId }, ReleaseRefused>> {
  const now = await beginPublishing(ports, keys, "");
  if (now === undefined) return err({ type: "no centre yet" });
  const object = await addressOf(ports, now, id);
  const publishing = asThen(now, object);
  if ((await ports.direct.bulletins.released(object))?.withdrawn !== undefined) return ok({ object });
  if (!(await ports.approvals.areTwo({ payload, approval }))) return err({ type: "not approved", id });
  if (payload !== withdrawalPayload({ id })) {
    return err({ type: "not a release", id, detail: "it is not what was signed" });
  }
  return ports.work.run(async (rooms): Promise<Result<{ readonly object: ObjectId }, ReleaseRefused>> => {
    const release = await rooms.bulletins.released(object);
    if (release === undefined) return err({ type: "not a release", id, detail: "it was never released" });
    if (release.withdrawn !== undefined) return ok({ object });
    const { signer, centre, at } = publishing;
    await rooms.bulletins.keepWithdrawal(object, at, { payload, approval });
    await sayDelete(rooms, publishing, { signer, object, formerType: "Note", followersOf: [centre.id] });
    return ok({ object });
  });
}

/** A release keeps the address under which it was signed and sent, wherever the node is now. */
async function addressOf({ direct }: ReleasingPorts, { site, addresses }: Publishing, id: string): Promise<ObjectId> {
  const now = addresses.bulletin(id);
  for (const { origin } of site.former ?? []) {
    const then = addressesOf({ ...site, origin }).bulletin(id);
    if ((await direct.bulletins.released(then)) !== undefined) return then;
  }
  return now;
}

/** Only who said it may take it back: the centre under the id that it had then. */
function asThen(now: Publishing, object: ObjectId): Publishing {
  const site = siteOfId(now.site, object);
  if (site === now.site) return now;
  const id = trusted.actor(site.origin + now.centre.id.slice(now.site.origin.length));
  const signer = inNameOf(site, id, now.signer);
  return { ...now, site, addresses: addressesOf(site), signer, centre: { ...now.centre, id } };
}
