import type { Handling } from "../inbox/handling.ts";
import { standingOf } from "./standing.ts";

/**
 * Somebody has become an ally or an affiliate, or their word counts from now on: what waits apart of anybody who is no
 * stranger by that comes to the desk (wire.md 7). It is still for a person to accept. At most as many are looked at as may
 * wait, and only where people have agreed on something.
 */
export async function letInWhoRose(handling: Pick<Handling, "rooms" | "now">): Promise<void> {
  const { apart } = handling.rooms;
  for (const actor of await apart.senders()) {
    if ((await standingOf(handling, actor)) !== "stranger") await apart.letInAllOf(actor);
  }
}
