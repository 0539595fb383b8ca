import { confirmedDigest, isDigestWaiting, type DigestCommands } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "work" | "direct" | "clock" | "newId" | "digestSeals">;

export const digestCommands = ({ work, direct, clock, newId, digestSeals }: Ports): DigestCommands => ({
  /** Whether anybody is asked is decided later: an answer that waited for it would tell whose address is here already. */
  async ask({ address, ...terms }) {
    const id = newId();
    const sealed = await digestSeals.seal(id, address);
    await direct.tasks.add({ type: "weigh digest", digest: { id, ...terms, sealed } });
  },
  confirm: (token) =>
    work.run(async ({ digests }) => {
      const digest = await digests.byToken("confirm", token);
      if (digest === undefined || digest.confirmed !== undefined) return digest;
      const now = clock();
      if (!isDigestWaiting(digest, now)) return undefined;
      await digests.put(confirmedDigest(digest, now));
      await digests.dropOthers(digest);
      return digest;
    }),
  end: (token) =>
    work.run(async ({ digests }) => {
      const digest = await digests.byToken("end", token);
      if (digest !== undefined) await digests.drop(digest.id);
    }),
});
