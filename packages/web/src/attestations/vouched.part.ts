import { dateOf, type AttestationLine, type Vouching } from "@commonhall/domain";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { day } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";

/** On the centre's own page: who vouches for it, whom it vouches for, and the digits of its key. */
export function vouchedPart(
  reader: Reader,
  { vouches, fingerprint }: Vouching,
  affiliates: readonly AttestationLine[],
): Html | false {
  const say = sayFor(reader);
  const tell = sayRichFor(reader);
  const lines = vouches.map(
    ({ attestation, issuerName }) =>
      html`<li>${tell(`vouch.relation.${attestation.relation}`, { name: html`<a href="${attestation.issuer}" rel="noopener noreferrer">${bdi(issuerName)}</a>` })}
<span class="quiet">${tell("vouch.until", { date: day(dateOf(attestation.expires - 1), reader.language) })}</span></li>`,
  );
  const members = affiliates.map(
    ({ attestation, name }) =>
      html`<li><a href="${attestation.subject}" rel="noopener noreferrer">${bdi(name)}</a> <span class="quiet">${say(`attest.relation.${attestation.relation}`)}</span></li>`,
  );
  return html`<section id="vouched"><h2>${say("vouched.title")}</h2>
${lines.length > 0 ? html`<ul class="lines">${lines}</ul>` : html`<p>${say("vouched.alone")}</p>`}
${members.length > 0 && html`<h3>${say("vouched.members")}</h3><ul class="lines">${members}</ul>`}
${fingerprint !== undefined && html`<p class="hint">${say("vouched.fingerprint")}</p><p class="digits">${code(fingerprint)}</p>`}</section>`;
}
