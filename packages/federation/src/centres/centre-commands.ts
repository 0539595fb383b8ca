import type { CentreCommands } from "@commonhall/domain";
import type { LocalKeys } from "../keys/local-keys.ts";
import { setUp, type SetUpPorts } from "./set-up.ts";
import { updateCentre, type UpdateCentrePorts } from "./update-centre.ts";

/** What set-up, the desk and the command line can do with the centre itself. */
export const centreCommands = (ports: SetUpPorts & UpdateCentrePorts, keys: LocalKeys): CentreCommands => ({
  setUp: (draft, staff) => setUp(ports, draft, staff),
  updateCentre: (change, by) => updateCentre(ports, keys, change, by),
});
