import { unreachable, type FollowRefused } from "@commonhall/domain";
import { certificateText } from "../delivery/delivery-error.ts";
import { isolated } from "../layout/html.ts";
import type { Reader } from "../words/reader.ts";

/** Why nobody is followed now who was not before, in one or two sentences. */
export function followRefusal({ words }: Reader, why: FollowRefused): string {
  switch (why.type) {
    case "no centre yet":
      return words("desk.refused.no-centre");
    case "not an address":
      return words("desk.following.refused.not-an-address", { address: isolated(why.address) });
    case "not found":
      return words("desk.following.refused.not-found", { address: isolated(why.address) });
    case "unreachable":
      return why.certificate === undefined
        ? words("desk.following.refused.unreachable", { host: isolated(why.host) })
        : `${isolated(why.host)}: ${certificateText(words, why.certificate)}`;
    case "refused domain":
      return words("desk.following.refused.refused-domain", { host: isolated(why.host) });
    case "ourselves":
      return words("desk.following.refused.ourselves");
    case "not followed":
      return words("desk.following.refused.not-followed", { address: isolated(why.address) });
    default:
      return unreachable(why);
  }
}
