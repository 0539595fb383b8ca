import { objectId, type ObjectId } from "@commonhall/domain";
import type { OpenHall } from "./hall-command.ts";

/** An alliance of many that this node knows, by its id, or by its name where only one is called so. */
export async function findAlliance({ store }: OpenHall, named: string): Promise<ObjectId | undefined> {
  const id = objectId(named);
  if (id !== undefined) return (await store.allianceViews.get(id))?.id;
  const called = (await store.allianceViews.list()).filter(({ standing }) =>
    Object.values(standing.current.charter.name).some((name: string) => name === named.trim()),
  );
  const [first, ...more] = called;
  return more.length === 0 ? first?.id : undefined;
}
