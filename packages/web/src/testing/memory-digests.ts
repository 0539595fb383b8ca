import { confirmedDigest, type Digest, type DigestAsk, type DigestTokenUse } from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";

export interface DigestWorld {
  /** What was asked for by the form, as it came. */
  readonly asks: DigestAsk[];
  /** By its token; each digest has one for each use, `confirm-ID` and `end-ID`. */
  readonly digests: Map<string, Digest>;
}

export const noDigests = (): DigestWorld => ({ asks: [], digests: new Map() });

export function memoryDigests(world: DigestWorld, clock: () => number, hasMail = true): WebPorts["digests"] {
  const byToken = (use: DigestTokenUse, token: string) =>
    [...world.digests.values()].find(({ id }) => token === `${use}-${id}`);
  return {
    hasMail,
    views: { byToken: async (use, token) => byToken(use, token) },
    commands: {
      ask: async (ask) => void world.asks.push(ask),
      confirm: async (token) => {
        const digest = byToken("confirm", token);
        if (digest !== undefined) world.digests.set(digest.id, confirmedDigest(digest, clock()));
        return digest;
      },
      end: async (token) => {
        const digest = byToken("end", token);
        if (digest !== undefined) world.digests.delete(digest.id);
      },
    },
  };
}
