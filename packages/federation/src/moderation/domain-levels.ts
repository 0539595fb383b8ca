import { levelOf, type DomainLevel } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";

/** The one place that says what a domain may do (wire.md 7): asked at the inbox, before a fetch and before a delivery. */
export interface DomainLevels {
  /** `host` with or without port. */
  of(host: string): Promise<DomainLevel>;
  close(): void;
}

/** Keeps the policies in memory and reads them again after a commit, whoever made it. */
export function createDomainLevels(ports: {
  readonly direct: { readonly domains: Pick<FederationPorts["direct"]["domains"], "all"> };
  readonly onChange: FederationPorts["onChange"];
}): DomainLevels {
  let policies: Promise<ReadonlyMap<string, DomainLevel>> | undefined;
  const close = ports.onChange((change) => {
    if (change === "anything") policies = undefined;
  });

  const read = async (): Promise<ReadonlyMap<string, DomainLevel>> => {
    const all = await ports.direct.domains.all();
    return new Map(all.map(({ host, level }) => [host, level]));
  };

  const current = (): Promise<ReadonlyMap<string, DomainLevel>> => {
    if (policies !== undefined) return policies;
    const reading = read();
    policies = reading;
    // A failed read is not kept: the next question reads again.
    reading.catch(() => {
      if (policies === reading) policies = undefined;
    });
    return reading;
  };

  return {
    async of(host) {
      return levelOf(host.toLowerCase(), await current());
    },
    close,
  };
}
