import type { AllyRefused } from "@commonhall/domain";
import { followRefusal } from "../following/follow-refused.ts";
import { isolated } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

/** Why two centres stand as they did, at the field that it is about. */
export function allyRefusal(reader: Reader, why: AllyRefused): FormError {
  const say = sayFor(reader);
  switch (why.type) {
    case "nothing is shared":
      return { field: "grid", message: say("refused.nothing-is-shared") };
    case "last day in the past":
      return { field: "until", message: say("refused.past", { today: dayText(why.today, reader.language) }) };
    case "purpose too long":
      return { field: "purpose", message: say("refused.purpose-too-long") };
    case "not a centre":
      return { field: "address", message: say("refused.not-a-centre", { address: isolated(why.address) }) };
    case "no inbox of its own":
      return { field: "address", message: say("refused.no-inbox-of-its-own", { address: isolated(why.address) }) };
    case "allies already":
      return { field: "address", message: say("refused.allies-already", { address: isolated(why.address) }) };
    case "nothing to answer":
      return { message: say("refused.nothing-to-answer") };
    case "offer over":
      return { message: say("refused.offer-over", { until: dayText(why.until, reader.language) }) };
    case "nothing to end":
      return { message: say("refused.nothing-to-end") };
    default:
      return { field: "address", message: followRefusal(reader, why) };
  }
}
