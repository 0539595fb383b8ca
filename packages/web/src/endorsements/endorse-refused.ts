import { type EndorseRefused } from "@commonhall/domain";
import { followRefusal } from "../following/follow-refused.ts";
import { isolated } from "../layout/html.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "../words/together/say.ts";

/** Why an endorsement stands as it stood before. */
export function endorseRefusal(reader: Reader, why: EndorseRefused): string {
  const say = sayFor(reader);
  switch (why.type) {
    case "not a campaign":
      return say("endorse.refused.not-a-campaign", { address: isolated(why.address) });
    case "campaign closed":
      return say("endorse.refused.closed", { name: isolated(why.name) });
    case "no such endorsement":
      return say("endorse.refused.none");
    case "decided already":
      return say(`together.refused.${why.state}`);
    default:
      return followRefusal(reader, why);
  }
}
