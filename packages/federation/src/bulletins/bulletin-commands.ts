import type { BulletinCommands } from "@commonhall/domain";
import type { LocalKeys } from "../keys/local-keys.ts";
import { publishHeartbeat } from "./publish-heartbeat.ts";
import { publishReleases, type ReleasingPorts } from "./publish-releases.ts";
import { withdrawRelease } from "./withdraw-release.ts";

/** The one door through which bulletins leave. It opens to two signatures, and not to who asks; what says nothing needs none. */
export const bulletinCommands = (ports: ReleasingPorts, keys: LocalKeys): BulletinCommands => ({
  publishHeartbeat: (published) => publishHeartbeat(ports, keys, published),
  publishReleases: (releasables) => publishReleases(ports, keys, releasables),
  withdraw: (withdrawal) => withdrawRelease(ports, keys, withdrawal),
});
