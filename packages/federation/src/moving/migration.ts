import type { ActorId } from "@commonhall/domain";
import { formerIds, mapping } from "@commonhall/wire";
import type { OutboxSource } from "../documents/outbox-collection.ts";
import type { FederationPorts } from "../ports.ts";

/** Which ids an actor's public objects had before the node moved, newest first (FEP-1580). Empty where it never has. */
export const migration = (
  { site, objects }: Pick<FederationPorts, "site" | "objects">,
  owner: ActorId,
): OutboxSource => ({
  async page(limit, after) {
    if (site.former === undefined) return { items: [] };
    const of = owner.startsWith(`${site.origin}/campaigns/`) ? { campaign: owner } : { centre: owner };
    const page = await objects.publications({ ...of, limit, ...(after === undefined ? {} : { after }) });
    const items = page.items.flatMap(({ id, published }) =>
      formerIds(site, id, published).map((former) => JSON.stringify(mapping(owner, former, id))),
    );
    return { items, ...(page.next === undefined ? {} : { next: page.next }) };
  },
});
