import { err, ok, type AcknowledgeRefused, type ObjectId, type Result } from "@commonhall/domain";
import { addressesOf, readDocument } from "@commonhall/wire";
import { isReachable, type PledgePorts, type PledgeUse } from "./offer-commands.ts";

/** "We have seen it": whoever called may know that a person here has, once (row S6). It promises nothing. */
export async function acknowledge(
  ports: PledgePorts,
  use: PledgeUse,
  id: ObjectId,
  by: string,
): Promise<Result<undefined, AcknowledgeRefused>> {
  const [centre, call] = [await ports.direct.centres.get(), await ports.direct.calls.received(id)];
  if (centre === undefined) return err({ type: "no centre yet" });
  if (call === undefined) return err({ type: "unknown call", id });
  if (!(await isReachable(ports, use, call.from))) return err({ type: "unknown caller" });
  const { id: actor } = centre;
  return ports.work.run(async (rooms) => {
    const at = ports.clock();
    await rooms.notices.see(id, by, at);
    if (!(await rooms.acknowledgements.add({ call: id, actor, at }))) return ok();
    const read = addressesOf(ports.site).activity(ports.newId());
    const document = JSON.stringify(readDocument({ id: read, actor, object: id, to: call.from, at }));
    await rooms.outbox.append({ id: read, type: "Read", actor, object: id, document, published: at, listed: false }, [
      { type: "actors", actors: [call.from] },
    ]);
    return ok();
  });
}
