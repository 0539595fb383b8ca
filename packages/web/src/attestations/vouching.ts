import { dateOf, type VouchLine, type Vouching } from "@commonhall/domain";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { day } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";

/** Who vouches for somebody, in one line, for beside a name: never a green tick that says more than is known. */
export function vouchingLine(reader: Reader, { level, vouches, isAlly }: Vouching): Html {
  const say = sayFor(reader);
  const confirmed = vouches.filter(({ state }) => state === "confirmed").map(({ issuerName }) => issuerName);
  const by = confirmed.length === 0 ? "" : html` ${sayRichFor(reader)("vouch.by", { names: names(confirmed) })}`;
  return html`<span class="vouched ${level.replace(" ", "-")}">${say(`vouch.level.${LEVELS[level]}`)}${isAlly && level !== "centre only" && html` · ${say("vouch.ally")}`}${by}</span>`;
}

const LEVELS = { "centre only": "alone", "second organisation": "second", federation: "federation" } as const;

const names = (all: readonly string[]): Html =>
  html`${all.map((name, index) => html`${index > 0 && ", "}${bdi(name)}`)}`;

/** All of it: each word with its state, and the digits by which two people know that they mean the same key. */
export function vouchingPart(reader: Reader, vouching: Vouching): Html {
  const say = sayFor(reader);
  return html`<p>${vouchingLine(reader, vouching)}</p>
${vouching.vouches.length > 0 && html`<ul class="lines">${vouching.vouches.map((vouch) => vouchLine(reader, vouch))}</ul>`}
${
  vouching.fingerprint !== undefined &&
  html`<details><summary>${say("vouch.fingerprint")}</summary><p class="hint">${say("vouch.fingerprint.hint")}</p><p class="digits">${code(vouching.fingerprint)}</p></details>`
}`;
}

function vouchLine(reader: Reader, { attestation, issuerName, state, counts }: VouchLine): Html {
  const say = sayFor(reader);
  const { relation, issuer, expires } = attestation;
  return html`<li><b class="stamp">${say(`vouch.state.${state}`)}</b> ${sayRichFor(reader)(
    `vouch.relation.${relation}`,
    {
      name: html`<a href="${issuer}" rel="noopener noreferrer">${bdi(issuerName)}</a>`,
    },
  )} <span class="quiet">${sayRichFor(reader)("vouch.until", { date: day(dateOf(expires - 1), reader.language) })}${!counts && html` · ${say("vouch.unknown")}`}</span></li>`;
}
