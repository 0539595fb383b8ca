import { err, ok, type ObjectId, type ReleaseRefused, type Result, type Withdrawal } from "@commonhall/domain";
import { withdrawalPayload } from "@commonhall/wire";
import { beginPublishing, sayDelete } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
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
  const publishing = await beginPublishing(ports, keys, "");
  if (publishing === undefined) return err({ type: "no centre yet" });
  const object = publishing.addresses.bulletin(id);
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
