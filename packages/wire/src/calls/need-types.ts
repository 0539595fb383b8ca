import { NEED_TYPES, type NeedType } from "@commonhall/domain";
import { localName } from "../inbound/shapes.ts";

const WCN = "https://w3id.org/workers-centres/ns#";

type WrittenType = Exclude<NeedType, "other">;

/** What a need conforms to, as an IRI of ours (FEP-0837, `resourceConformsTo`). */
export const needTypeIri = (type: WrittenType): string => `${WCN}${nameOf(type)}`;

/** `Legal`, `Money`: what the need is for. */
const nameOf = (type: WrittenType): string => type.charAt(0).toUpperCase() + type.slice(1);

/** `other` for what this program has not learned yet: the list may grow. */
export function needTypeIn(value: unknown): NeedType {
  const name = typeof value === "string" ? localName(value) : undefined;
  return NEED_TYPES.find((type) => nameOf(type) === name) ?? "other";
}
