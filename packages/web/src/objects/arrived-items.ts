import type { ObjectViews, TimelineItem } from "@commonhall/domain";
import { shownObject, type ShownObject } from "./shown-object.ts";

/** Something that arrived, with its document read. */
export interface ArrivedItem extends TimelineItem {
  readonly shown: ShownObject;
}

/**
 * Reads what arrived. An action is announced by a post too, for programs that show no actions (wire.md 2): where the
 * action itself has arrived, the post is left out, because it says nothing more.
 */
export async function arrivedItems(
  objects: Pick<ObjectViews, "get">,
  items: readonly TimelineItem[],
): Promise<readonly ArrivedItem[]> {
  const all = items.map((item): ArrivedItem => ({ ...item, shown: shownObject(item.object) }));
  const echoes = await Promise.all(all.map((item) => isEcho(objects, item)));
  return all.filter((_, index) => echoes[index] !== true);
}

async function isEcho(objects: Pick<ObjectViews, "get">, { object, shown }: ArrivedItem): Promise<boolean> {
  if (object.kind !== "post" || shown.about === undefined) return false;
  return (await objects.get(shown.about))?.attributedTo === object.attributedTo;
}
