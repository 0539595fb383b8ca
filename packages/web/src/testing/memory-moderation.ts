import { ok, type DomainLevel, type Flag, type Host, type Proposed, type Recommendation } from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";

/** Levels as the tests of the desk keep them, and nobody's advice. */
export function memoryModeration(
  set: (host: Host, level: DomainLevel) => void,
  { proposed = [], flags = [] }: { readonly proposed?: readonly Proposed[]; readonly flags?: readonly Flag[] } = {},
): WebPorts["moderation"] {
  const own = new Map<Host, Recommendation>();
  const closed = new Set<string>();
  return {
    commands: {
      setLevel: (host, level) => {
        set(host, level);
        return Promise.resolve("accept");
      },
      recommend: (host, level, reason) => Promise.resolve(void own.set(host, { host, level, reason, published: 0 })),
      withdrawRecommendation: (host) => Promise.resolve(void own.delete(host)),
      subscribe: (address) => Promise.resolve({ ok: false, error: { type: "not an address", address } }),
      unsubscribe: () => Promise.resolve(),
      answer: () => Promise.resolve(),
    },
    views: { changes: () => Promise.resolve([]) },
    recommendations: {
      own: () => Promise.resolve([...own.values()]),
      proposed: () => Promise.resolve(proposed),
      sources: () => Promise.resolve([]),
    },
    flags: {
      open: () => Promise.resolve(flags.filter(({ id }) => !closed.has(id))),
      close: (id) => Promise.resolve(closed.has(id) ? false : closed.add(id) && true),
      flag: (object) => Promise.resolve(ok({ activity: object as never })),
    },
  };
}
