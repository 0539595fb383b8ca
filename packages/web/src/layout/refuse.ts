import type { Centre } from "@commonhall/domain";
import { privatePage, readerFor } from "./respond.ts";
import { REFUSALS, saidNoPage, type Refusal } from "./said-no.page.ts";

/** A page that says what happened and what to do. */
export function refuse(
  request: Request,
  refusal: Refusal,
  centre?: Centre,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return privatePage(request, saidNoPage(readerFor(request, centre), refusal, centre), REFUSALS[refusal], headers);
}
