import { err, ok, type Centre, type CentreCommands } from "@commonhall/domain";
import { addressesOf, centreDocument, nodeDocument, withProof } from "@commonhall/wire";
import { generateActorKeys, importSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

type SetUpPorts = Pick<FederationPorts, "site" | "software" | "clock" | "work" | "direct" | "staff">;

/** Makes the centre and the node's own actor with their keys, and the first staff, in one commit. */
export function centreCommands(ports: SetUpPorts): CentreCommands {
  return {
    async setUp(draft, staff) {
      if ((await ports.direct.centres.get()) !== undefined) return err({ type: "set up already" });
      const prepared = await ports.staff.prepare(staff);
      if (!prepared.ok) return prepared;
      const [centreKeys, nodeKeys] = [await generateActorKeys(), await generateActorKeys()];
      return ports.work.run(async (rooms) => {
        if ((await rooms.centres.get()) !== undefined) return err({ type: "set up already" });
        if (await rooms.handles.isTaken(draft.handle)) return err({ type: "handle taken" });
        const { clock, site, software } = ports;
        const addresses = addressesOf(site);
        const now = clock();
        const centre: Centre = { ...draft, id: addresses.centre(draft.handle), founded: now };
        const added = await rooms.staff.add(prepared.value);
        if (!added.ok) return added;
        await rooms.centres.put(centre);
        const document = centreDocument({ site, software, centre, keys: centreKeys });
        await rooms.localActors.put({
          id: centre.id,
          kind: "centre",
          handle: centre.handle,
          document: JSON.stringify(
            withProof(document, importSigner(site, { id: centre.id, keys: centreKeys }).proof, now),
          ),
          keys: centreKeys,
          created: now,
        });
        const node = addresses.node();
        await rooms.localActors.put({
          id: node,
          kind: "node",
          document: JSON.stringify(nodeDocument({ site, centre, keys: nodeKeys })),
          keys: nodeKeys,
          created: now,
        });
        return ok({ id: centre.id, handle: addresses.handleOf(centre.handle), url: centre.id });
      });
    },
  };
}
