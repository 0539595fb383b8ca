import {
  isoInstant,
  languagesOf,
  needUntil,
  type Call,
  type Campaign,
  type Centre,
  type Need,
} from "@commonhall/domain";
import { PUBLIC } from "../activities/activities.ts";
import { addressesOf, type Site } from "../addresses.ts";
import { codesOf, dateFields } from "../campaigns/public-fields.ts";
import { contextFor } from "../context.ts";
import { isJsonObject, present, type JsonObject, type JsonValue } from "../json.ts";
import { hashtagTags } from "../text/foot.ts";
import { localized, localizedTexts } from "../text/localized.ts";
import { callContent, CALL_TAG } from "./call-content.ts";
import { measureJson } from "./measure.ts";
import { needTypeIri } from "./need-types.ts";

export interface Addressed {
  readonly to: readonly string[];
  readonly cc: readonly string[];
}

export interface CallDocumentInput {
  readonly site: Site;
  readonly call: Call;
  readonly centre: Centre;
  readonly campaign?: Campaign | undefined;
  readonly addressed: Addressed;
}

/**
 * A Note of kind `SolidarityCall` that makes sense to programs which know nothing of calls, with its needs as Proposals
 * of FEP-0837 (wire.md 3). Nothing of a consent is in it. What is withdrawn says that and nothing else.
 *
 * Throws where a drill would be for everybody, or where it is addressed to more people than its audience says: both are
 * refused long before, and this is the last door.
 */
export function callDocument(input: CallDocumentInput): JsonObject {
  const { call, centre, campaign, site, addressed } = input;
  const addresses = addressesOf(site);
  refuseTooWide(call, addressed);
  const isShown = call.status !== "withdrawn";
  const languages = languagesOf(call.text);
  const content = localized(languages, (language) => callContent(language, { call, campaign, addresses }));
  const isPublic = call.audience.type === "public";
  const document = present({
    id: call.id,
    type: "Note",
    kind: "SolidarityCall",
    callStatus: call.status,
    urgency: call.urgency,
    severity: call.severity,
    certainty: call.certainty,
    exercise: call.exercise ? true : undefined,
    attributedTo: centre.id,
    context: campaign?.id,
    audience: campaign?.id,
    ...dateFields(call),
    endTime: isoInstant(call.expires),
    content: content.first,
    contentMap: content.map,
    url: call.id,
    regions: codesOf(call.regions, campaign?.regions, centre.regions),
    sectors: codesOf(call.sectors, campaign?.sectors, centre.sectors),
    tag: isPublic && isShown ? hashtagTags(addresses, [CALL_TAG]) : undefined,
    needs: isShown ? call.needs.map((need) => needProposal(need, call, addressed)) : [],
    interactionPolicy: isPublic ? undefined : { canAnnounce: { automaticApproval: [centre.id] } },
    to: addressed.to,
    cc: addressed.cc.length === 0 ? undefined : addressed.cc,
  });
  return { "@context": contextFor(document), ...document };
}

function refuseTooWide({ id, audience, exercise }: Call, { to, cc }: Addressed): void {
  const isForEverybody = [...to, ...cc].includes(PUBLIC);
  if (exercise && (isForEverybody || audience.type === "public")) throw new Error(`A drill for everybody: ${id}`);
  if (isForEverybody !== (audience.type === "public")) throw new Error(`A call for another audience: ${id}`);
}

/** One need: FEP-0837 allows one primary intent in a Proposal, and so each can be answered and closed by itself. */
function needProposal(need: Need, call: Call, { to }: Addressed): JsonObject {
  if (need.type === "other") throw new Error(`A need of a type that is nobody's: ${need.id}`);
  const name = localizedTexts(need.name, languagesOf(call.text));
  return {
    id: need.id,
    type: "Proposal",
    purpose: "request",
    attributedTo: call.centre,
    context: call.id,
    name: name.first,
    nameMap: name.map,
    endTime: isoInstant(needUntil(call, need)),
    publishes: {
      type: "Intent",
      id: `${need.id}#primary`,
      action: MOVES.has(need.type) ? "transfer" : "deliverService",
      resourceConformsTo: needTypeIri(need.type),
      resourceQuantity: measureJson(need.quantity, need.unit),
      availableQuantity: measureJson(need.available, need.unit),
    },
    to,
  };
}

/** Things that change hands (ValueFlows: `transfer`); the others are something that is done. */
const MOVES: ReadonlySet<Need["type"]> = new Set(["money", "food"]);

/** One need of a call's document, as it stands at its own address; undefined where the call has no such need. */
export function needDocument(call: JsonObject, id: string): JsonObject | undefined {
  const needs: JsonValue | undefined = call["needs"];
  const need = Array.isArray(needs) ? needs.filter(isJsonObject).find((one) => one["id"] === id) : undefined;
  return need === undefined ? undefined : { "@context": contextFor(need), ...need };
}
