import { trusted } from "@commonhall/domain";
import { centreDocument, moveActivity, withProof } from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import { keysOf, proofKeyOf } from "./keys.ts";
import { centre, CHANGED, hall, HALL, PUBLISHED, SOFTWARE, uuid } from "./story.ts";

const FORMER_ORIGIN = HALL.origin.replace("//", "//former.");
const FORMER = trusted.actor(centre.id.replace(HALL.origin, FORMER_ORIGIN));
/** Where it left the former address. */
const movedSite = { ...HALL, former: [{ origin: FORMER_ORIGIN, left: CHANGED }] };
const move = { id: hall.activity(uuid(138)), former: FORMER, later: centre.id };

/** A centre goes on under another id, with the same keys (FEP-7628). */
export const MOVING: readonly Accepted[] = [
  {
    file: "actors/centre-moved.json",
    about:
      "A centre that came from another address: it says which in alsoKnownAs, and its migration collection lists it.",
    document: withProof(
      centreDocument({ site: movedSite, centre, keys: keysOf(centre.id), software: SOFTWARE }),
      proofKeyOf(centre.id),
      PUBLISHED,
    ),
  },
  {
    file: "activities/move.json",
    about: "The former actor tells its followers where it goes on.",
    document: moveActivity({
      ...move,
      id: trusted.activity(`${FORMER_ORIGIN}/activities/${uuid(139)}`),
      actor: FORMER,
      to: [`${FORMER}/followers`],
    }),
  },
  {
    file: "activities/move-pulled.json",
    about: "The later actor tells it, where the former address is lost.",
    document: moveActivity({ ...move, actor: centre.id, to: [hall.followers(centre.id)] }),
  },
];
