import {
  isoInstant,
  languagesOf,
  needUntil,
  type Call,
  type CampaignFacts,
  type Centre,
  type Need,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { addressedTo } from "../audiences/audience-fields.ts";
import { addressFields, codesOf, dateFields } from "../campaigns/public-fields.ts";
import { contextFor } from "../context.ts";
import { isJsonObject, present, type JsonObject, type JsonValue } from "../json.ts";
import { hashtagTags } from "../text/foot.ts";
import { localized, localizedTexts } from "../text/localized.ts";
import { callContent, CALL_TAG } from "./call-content.ts";
import { measureJson } from "./measure.ts";
import { needTypeIri } from "./need-types.ts";

export interface CallDocumentInput {
  readonly site: Site;
  readonly call: Call;
  readonly centre: Centre;
  readonly campaign?: CampaignFacts | undefined;
}

/**
 * A Note of kind `SolidarityCall` that makes sense to programs which know nothing of calls, with its needs as Proposals
 * of FEP-0837 (wire.md 3). Nothing of a consent is in it. What is withdrawn says that and nothing else.
 *
 * Throws where a drill would be for everybody: that is refused long before, and this is the last door (row S10).
 */
export function callDocument(input: CallDocumentInput): JsonObject {
  const { call, centre, campaign, site } = input;
  const addresses = addressesOf(site);
  const { id: object, audience } = call;
  if (call.exercise && audience.type === "public") throw new Error(`A drill for everybody: ${object}`);
  const address = addressFields({ addresses, centre, campaign, object, audience });
  const isShown = call.status !== "withdrawn";
  const languages = languagesOf(call.text);
  const content = localized(languages, (language) => callContent(language, { call, campaign, addresses }));
  const isPublic = audience.type === "public";
  const document = present({
    id: call.id,
    type: "Note",
    kind: "SolidarityCall",
    callStatus: call.status,
    urgency: call.urgency,
    severity: call.severity,
    certainty: call.certainty,
    exercise: call.exercise ? true : undefined,
    ...address,
    ...dateFields(call),
    endTime: isoInstant(call.expires),
    content: content.first,
    contentMap: content.map,
    url: call.id,
    regions: codesOf(call.regions, campaign?.regions, centre.regions),
    sectors: codesOf(call.sectors, campaign?.sectors, centre.sectors),
    tag: isPublic && isShown ? hashtagTags(addresses, [CALL_TAG]) : undefined,
    needs: isShown ? call.needs.map((need) => needProposal(need, call, addressedTo(present(address)))) : [],
  });
  return { "@context": contextFor(document), ...document };
}

/** One need: FEP-0837 allows one primary intent in a Proposal, and so each can be answered and closed by itself. */
function needProposal(need: Need, call: Call, to: readonly string[]): JsonObject {
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
