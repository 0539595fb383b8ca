import type { BulletinCommands } from "@commonhall/domain";
import type { LocalKeys } from "../keys/local-keys.ts";
import { publishReleases, type ReleasingPorts } from "./publish-releases.ts";
import { withdrawRelease } from "./withdraw-release.ts";

/** The one door through which bulletins leave. It opens to two signatures, and not to who asks. */
export const bulletinCommands = (ports: ReleasingPorts, keys: LocalKeys): BulletinCommands => ({
  publishReleases: (releasables) => publishReleases(ports, keys, releasables),
  withdraw: (withdrawal) => withdrawRelease(ports, keys, withdrawal),
});
