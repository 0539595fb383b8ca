import { err, ok, type Centre, type CentreCommands, type CentreDraft, type StaffDraft } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { generateActorKeys, importSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { nodeText, sealedCentre } from "./actor-documents.ts";

export type SetUpPorts = Pick<FederationPorts, "site" | "software" | "clock" | "work" | "direct" | "staff">;

/** Makes the centre and the node's own actor with their keys, and the first staff, in one commit. */
export async function setUp(
  ports: SetUpPorts,
  draft: CentreDraft,
  staff: readonly StaffDraft[],
): ReturnType<CentreCommands["setUp"]> {
  if ((await ports.direct.centres.get()) !== undefined) return err({ type: "set up already" });
  const prepared = await ports.staff.prepare(staff);
  if (!prepared.ok) return prepared;
  const [centreKeys, nodeKeys] = [await generateActorKeys(), await generateActorKeys()];
  return ports.work.run(async (rooms) => {
    if ((await rooms.centres.get()) !== undefined) return err({ type: "set up already" });
    if (await rooms.handles.isTaken(draft.handle)) return err({ type: "handle taken" });
    const { clock, site } = ports;
    const addresses = addressesOf(site);
    const now = clock();
    const centre: Centre = { ...draft, id: addresses.centre(draft.handle), founded: now };
    const added = await rooms.staff.add(prepared.value);
    if (!added.ok) return added;
    await rooms.centres.put(centre);
    const signer = importSigner(site, { id: centre.id, keys: centreKeys });
    await rooms.localActors.put({
      id: centre.id,
      kind: "centre",
      handle: centre.handle,
      document: JSON.stringify(sealedCentre(ports, centre, { keys: centreKeys, signer, at: now })),
      keys: centreKeys,
      created: now,
    });
    await rooms.localActors.put({
      id: addresses.node(),
      kind: "node",
      document: nodeText(ports, centre, nodeKeys),
      keys: nodeKeys,
      created: now,
    });
    return ok({ id: centre.id, handle: addresses.handleOf(centre.handle), url: centre.id });
  });
}
