import { quantityText, type CallNotPublished } from "@commonhall/domain";
import { publishRefusal } from "../campaigns/publish-refused.ts";
import type { FormError } from "../layout/parts.ts";
import { momentText } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";

/**
 * Why a call was not sent or changed, at the box that it is about. `row` says in which row of the form the n-th need
 * stands, from 0.
 */
export function callRefusal(
  reader: Reader,
  why: CallNotPublished,
  row: (need: number) => number = (need) => need,
): FormError {
  const { words, language } = reader;
  const need = (number: number, box: string) => `need.${row(number - 1)}.${box}`;
  switch (why.type) {
    case "no need":
      return { field: "need", message: words("desk.refused.call.no-need") };
    case "too many needs":
      return { field: "need", message: words("desk.refused.call.too-many-needs", { most: why.most }) };
    case "unit does not fit":
      return { field: need(why.need, "unit"), message: words("desk.call.need.unit.wrong", { number: why.need }) };
    case "expires in the past":
      return { field: "expires.date", message: words("desk.refused.call.past") };
    case "expires too late":
      return {
        field: "expires.date",
        message: words("desk.refused.call.too-late", { latest: momentText(why.latest, language) }),
      };
    case "need after expiry":
      return {
        field: need(why.need, "quantity"),
        message: words("desk.refused.call.need-after", { number: why.need }),
      };
    case "public drill":
      return { field: "audience", message: words("desk.refused.call.public-drill") };
    case "nobody named":
      return { field: "audience.named", message: words("desk.audience.nobody") };
    case "no consent":
      return { field: "asked", message: words("desk.call.consent.missing") };
    case "consent in the future":
      return { field: "asked", message: words("desk.refused.call.consent-future") };
    case "consent for fewer":
      return { field: "audience", message: words("desk.refused.call.consent-fewer") };
    case "audience not narrower":
      return { field: "audience", message: words("desk.refused.call.not-narrower") };
    case "drill cannot change":
      return { field: "exercise", message: words("desk.refused.call.drill") };
    case "campaign cannot change":
      return { field: "campaign", message: words("desk.refused.call.campaign") };
    case "need taken out":
      return { field: "need", message: words("desk.refused.call.need-taken", { number: why.need }) };
    case "need became another":
      return { field: need(why.need, "type"), message: words("desk.refused.call.need-other", { number: why.need }) };
    case "less than accepted": {
      const accepted = quantityText(why.accepted);
      const message = words("desk.refused.call.less-than-accepted", { number: why.need, accepted });
      return { field: need(why.need, "quantity"), message };
    }
    case "call not open":
      return { message: words("desk.refused.call.not-open") };
    case "withdrawn already":
      return { message: words("desk.refused.call.withdrawn") };
    case "no report":
      return { field: "report", message: words("desk.refused.nothing-said") };
    default:
      return publishRefusal(reader, why);
  }
}
