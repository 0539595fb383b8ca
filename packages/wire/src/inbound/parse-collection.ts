import { httpUrl, ok, err, sameOrigin, type Result } from "@commonhall/domain";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { isTooDeep } from "./parse-document.ts";
import { listOf, referenceIn, typeIn } from "./shapes.ts";
import type { ParsedCollection, WireError } from "./types.ts";

const TYPES = new Set(["OrderedCollection", "OrderedCollectionPage", "Collection", "CollectionPage"]);

/**
 * A collection or a page of one. Where the first page is embedded (GoToSocial, Mobilizon), its items and its `next` are
 * the collection's. A page on another server than its collection is passed over.
 */
export function parseCollection(json: JsonObject): Result<ParsedCollection, WireError> {
  if (isTooDeep(json)) return err({ type: "too deep" });
  const type = typeIn(json["type"], TYPES);
  if (type === undefined || !TYPES.has(type))
    return err({ type: "malformed", field: "type", detail: "is no collection" });
  const first = json["first"];
  const embedded =
    isJsonObject(first) && (first["orderedItems"] !== undefined || first["items"] !== undefined) ? first : {};
  const ownItems = itemsOf(json);
  const items = ownItems.length > 0 ? ownItems : itemsOf(embedded);
  const page = isJsonObject(first) && embedded === first ? undefined : pageIn(json, first);
  const next = pageIn(json, json["next"] ?? embedded["next"]);
  return ok({ items, ...(page === undefined ? {} : { first: page }), ...(next === undefined ? {} : { next }) });
}

function itemsOf(json: JsonObject): readonly JsonValue[] {
  const items = json["orderedItems"] ?? json["items"];
  if (items === undefined || items === null) return [];
  return isList(items) ? items : [items];
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

function pageIn(collection: JsonObject, value: JsonValue | undefined): string | undefined {
  const page = referenceIn(listOf(value)[0]);
  if (page === undefined || httpUrl(page) === undefined) return undefined;
  const id = referenceIn(collection);
  const isForeign = id !== undefined && httpUrl(id) !== undefined && !sameOrigin(id, page);
  return isForeign ? undefined : page;
}
