import type { AttestRefused } from "@commonhall/domain";
import { followRefusal } from "../following/follow-refused.ts";
import { isolated } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "../words/together/say.ts";

/** Why nobody is vouched for now who was not before. */
export function attestRefusal(reader: Reader, why: AttestRefused): FormError {
  const say = sayFor(reader);
  switch (why.type) {
    case "until in the past":
      return { field: "until", message: say("attest.refused.past", { today: dayText(why.today, reader.language) }) };
    case "until too late":
      return { field: "until", message: say("attest.refused.late", { latest: dayText(why.latest, reader.language) }) };
    case "not a centre":
      return { field: "centre", message: say("organise.refused.not-a-centre", { address: isolated(why.address) }) };
    case "no such attestation":
      return { message: say("attest.refused.none") };
    case "decided already":
      return { message: say(`together.refused.${why.state}`) };
    case "run out":
      return { message: say("attest.refused.run-out") };
    case "too large":
      return { message: say("attest.refused.too-large") };
    default:
      return { field: "centre", message: followRefusal(reader, why) };
  }
}
