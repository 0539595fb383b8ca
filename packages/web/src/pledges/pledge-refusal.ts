import type { AcknowledgeRefused, PledgeAnswerRefused, PledgeRefused, Unit, WithdrawRefused } from "@commonhall/domain";
import { quantityInWords } from "@commonhall/wire";
import type { FormError } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

type Refused = PledgeRefused | PledgeAnswerRefused | WithdrawRefused | AcknowledgeRefused;

/** What has to be different, at the box that it is about. */
export function pledgeRefusal(reader: Reader, refusal: Refused, unit: Unit | undefined): FormError {
  const say = sayFor(reader);
  const inWords = (quantity: Parameters<typeof quantityInWords>[0]): string =>
    unit === undefined ? "" : quantityInWords(quantity, unit, reader.language);
  switch (refusal.type) {
    case "not whole":
      return { field: "quantity", message: say("refused.whole") };
    case "text too long":
      return { field: "text", message: say("refused.text", { limit: refusal.limit }) };
    case "more than offered":
      return { field: "quantity", message: say("refused.offered", { quantity: inWords(refusal.offered) }) };
    case "more than available":
      return { field: "quantity", message: say("refused.available", { quantity: inWords(refusal.available) }) };
    case "need closed":
      return { message: say("refused.closed") };
    case "unknown caller":
      return { message: say("refused.unreachable") };
    case "pledge over":
    case "not accepted":
      return { message: say("refused.over") };
    case "no centre yet":
    case "ourselves":
    case "unknown call":
    case "unknown need":
    case "unknown pledge":
      return { message: say("refused.unknown") };
  }
}
