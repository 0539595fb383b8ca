import type { AllyRefused, TermsRefused } from "@commonhall/domain";
import { couldNot, wrong, type Outcome } from "./outcome.ts";
import { followRefused } from "./refusals.ts";

/** Why two centres stand as they did. */
export function allyRefused(refusal: AllyRefused): Outcome {
  switch (refusal.type) {
    case "nothing is shared":
    case "last day in the past":
    case "purpose too long":
      return termsRefused(refusal);
    case "not a centre":
      return wrong(`ADDRESS: ${refusal.address} is no centre; only centres become allies`);
    case "no inbox of its own":
      return couldNot(
        `${refusal.address} has no inbox of its own, so nothing can be said to it that others on its server do not get.`,
      );
    case "allies already":
      return couldNot(`${refusal.address} is an ally already. End that first, to agree on other terms.`);
    case "nothing to answer":
      return couldNot(
        `${refusal.address} has offered nothing that waits for an answer; hall ally list shows what does.`,
      );
    case "offer over":
      return couldNot(`The last day of this offer was ${refusal.until}. Ask them to offer anew, or offer yourself.`);
    case "nothing to end":
      return couldNot(
        `There is nothing with ${refusal.address} that could be changed; hall ally list shows what there is.`,
      );
    default:
      return followRefused(refusal);
  }
}

export function termsRefused(refusal: TermsRefused): Outcome {
  switch (refusal.type) {
    case "nothing is shared":
      return wrong("--send, --accept: neither side would send the other anything; name at least one kind");
    case "last day in the past":
      return wrong(`--until: ${refusal.until} has gone by; use ${refusal.today} or a later day`);
    case "purpose too long":
      return wrong(`--purpose: has ${refusal.characters} characters; use at most 1000`);
  }
}
