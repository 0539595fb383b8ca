import { type OrganiseRefused } from "@commonhall/domain";
import { publishRefusal } from "../campaigns/publish-refused.ts";
import { followRefusal } from "../following/follow-refused.ts";
import { isolated } from "../layout/html.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "../words/together/say.ts";

/** Why a campaign is organised as it was before. */
export function organiseRefusal(reader: Reader, why: OrganiseRefused): string {
  const say = sayFor(reader);
  switch (why.type) {
    case "not a centre":
      return say("organise.refused.not-a-centre", { address: isolated(why.address) });
    case "no such invitation":
      return say("organise.refused.no-invitation");
    case "not an organiser":
      return say("organise.refused.not-an-organiser");
    case "campaign not known":
      return say("organise.refused.not-known");
    case "decided already":
      return say(`together.refused.${why.state}`);
    case "ourselves":
    case "not an address":
    case "unreachable":
    case "refused domain":
    case "no centre yet":
      return followRefusal(reader, why);
    case "not found":
      return "address" in why ? followRefusal(reader, why) : publishRefusal(reader, why).message;
    default:
      return publishRefusal(reader, why).message;
  }
}
