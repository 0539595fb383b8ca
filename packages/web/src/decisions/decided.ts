import type { BodyDecision } from "@commonhall/domain";
import { bdi, calm, html, type Html } from "../layout/html.ts";
import { day } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";

/** Who decided on it, as far as it is shown; nobody's name stands there. */
export function decidedPart(all: readonly BodyDecision[], { words, language }: Reader): Html | false {
  const shown = all.filter((decision) => decision.shown);
  return (
    shown.length > 0 &&
    html`<section><h2>${words("decided.title")}</h2><ul class="log">${shown.map(
      (decision) =>
        html`<li>${day(decision.date, language)} <b>${words(`decided.body.${decision.body}`)}</b> ${bdi(calm(decision.result))}${votes(decision, { words })}</li>`,
    )}</ul></section>`
  );
}

export const votes = ({ votes: counted }: BodyDecision, { words }: Pick<Reader, "words">): Html | false =>
  counted !== undefined && html` <span class="quiet">${words("decided.votes", { ...counted })}</span>`;
