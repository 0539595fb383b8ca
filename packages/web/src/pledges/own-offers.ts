import {
  lesserQuantity,
  NO_QUANTITY,
  quantityText,
  stateOf,
  totalsOf,
  type Call,
  type CallResponse,
  type Need,
  type PledgeLine,
} from "@commonhall/domain";
import { quantityInWords } from "@commonhall/wire";
import { admitted } from "../desk/rooms.ts";
import type { Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, form, linkButton, pin, textOf } from "../layout/parts.ts";
import { sayFor } from "./words/say.ts";

/** What others offer for a call of ours, need by need, with a yes, a part of it, or a no for each. */
export async function ownOffers(visit: Visit, call: Call): Promise<Html> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const lines = (await ports.pledges.forCall(call.id)).filter(({ side }) => side === "theirs");
  const apart = lines.filter((line) => line.apart && stateOf(line) === "offered").length;
  const responses = await ports.pledges.responses(call.id, await ports.pledges.meantFor(call.audience));
  return html`<h1>${say("own.title")}</h1>
<p class="lead">${say("own.lead")}</p>
${call.needs.map((need) =>
  needSection(
    visit,
    need,
    lines.filter((line) => line.need === need.id),
  ),
)}
${apart > 0 && html`<p>${say("apart", { count: apart })} ${linkButton(reader.link("/desk/apart"), say("apart.link"))}</p>`}
${reached(visit, responses)}
${await otherOffers(visit, call)}`;
}

function needSection(visit: Visit, need: Need, lines: readonly PledgeLine[]): Html {
  const { reader } = visit;
  const say = sayFor(reader);
  const shown = lines.filter((line) => !line.apart || stateOf(line) !== "offered");
  const { available, offered, tooMuch } = totalsOf(need, shown);
  const inWords = (quantity: typeof available): string => quantityInWords(quantity, need.unit, reader.language);
  return html`<section><h2>${textOf(reader, need.name)}</h2>
<p><strong>${say("need.missing", { missing: inWords(available), quantity: inWords(need.quantity) })}</strong></p>
${offered > NO_QUANTITY && html`<p>${say("need.offered", { quantity: inWords(offered) })}</p>`}
${tooMuch > NO_QUANTITY && html`<p>${say("need.too-much", { quantity: inWords(tooMuch) })}</p>`}
${shown.length === 0 ? empty(say("need.none")) : shown.map((line) => offerPin(visit, line, available))}
</section>`;
}

function offerPin(visit: Visit, line: PledgeLine, available: Need["available"]): Html {
  const { reader, session } = visit;
  const say = sayFor(reader);
  const state = stateOf(line);
  const { answer } = line;
  const mayAnswer = admitted(session.staff.roles, "answer calls");
  return pin({
    kind: state === "accepted" || state === "fulfilled" ? "teal" : "plain",
    meta: [say(`state.${state}`), when(visit, line.offered)],
    heading: html`${bdi(line.peerName)} ${code(line.peerHandle)}`,
    body: html`<p><strong>${quantityInWords(line.quantity, line.unit, reader.language)}</strong></p>
${line.text !== undefined && html`<p>${textOf(reader, line.text)}</p>`}
${answer !== undefined && answer.type !== "declined" && html`<p>${say("offer.accepted-part", { quantity: quantityInWords(answer.quantity, line.unit, reader.language) })}</p>`}
${mayAnswer && state === "offered" && answerForm(visit, line, available)}
${mayAnswer && state === "accepted" && fulfilForm(visit, line)}`,
  });
}

/** Both ends of one form, so that a word to them goes with either. */
function answerForm(visit: Visit, line: PledgeLine, available: Need["available"]): Html {
  const { reader, session, form: typed, errors } = visit;
  const say = sayFor(reader);
  const isThis = typed.get("pledge") === line.id;
  const most = quantityText(lesserQuantity(line.quantity, available === NO_QUANTITY ? line.quantity : available));
  return form({
    action: reader.link("/desk/pledges/answer"),
    csrf: session.csrf,
    hidden: { pledge: line.id, call: line.call },
    body: html`${field({ name: "quantity", label: say("offer.quantity"), value: isThis ? typed.get("quantity") : most, ...(isThis ? { errors } : {}), ltr: true })}
${field({ name: "text", label: say("offer.words"), rows: 2, value: isThis ? typed.get("text") : "", ...(isThis ? { errors } : {}) })}
<p class="acts">${button({ label: say("offer.accept"), name: "deed", value: "accept" })}
${button({ label: say("offer.decline"), kind: "calm", name: "deed", value: "decline" })}</p>`,
  });
}

const fulfilForm = ({ reader, session }: Visit, line: PledgeLine): Html =>
  form({
    action: reader.link("/desk/pledges/answer"),
    csrf: session.csrf,
    hidden: { pledge: line.id, call: line.call },
    body: button({ label: sayFor(reader)("offer.fulfil"), kind: "calm", name: "deed", value: "fulfil" }),
  });

/** Row S6: what became of it at each of those whom it was meant for. */
function reached(visit: Visit, responses: readonly CallResponse[]): Html {
  const { reader } = visit;
  const say = sayFor(reader);
  const rows = responses.map(
    ({ name, handle, delivery, acknowledged, pledges }) => html`<tr>
<th scope="row">${bdi(name)} ${code(handle)}</th>
<td>${say(delivery === undefined ? "delivery.none" : `delivery.${delivery}`)}</td>
<td>${acknowledged === undefined ? say("allies.not") : when(visit, acknowledged)}</td>
<td>${pledges.length === 0 ? say("allies.not") : pledges.map((state) => say(`state.${state}`)).join(" · ")}</td>
</tr>`,
  );
  return html`<section><h2>${say("allies.title")}</h2>
<p>${say("allies.lead")}</p>
${
  rows.length === 0
    ? empty(say("allies.none"))
    : html`<div class="scroll" role="region" aria-label="${say("allies.title")}" tabindex="0"><table><thead><tr><th scope="col">${say("allies.who")}</th><th scope="col">${say("allies.arrived")}</th><th scope="col">${say("allies.seen")}</th><th scope="col">${say("allies.acted")}</th></tr></thead><tbody>${rows}</tbody></table></div>`
}
</section>`;
}

/** Of what came lately and speaks to us, so much is looked through. */
const LOOKED_THROUGH = 500;

/** Replies of whoever has no such program. */
async function otherOffers(visit: Visit, call: Call): Promise<Html> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const { items } = await ports.objects.timeline({ reason: "addressed", limit: LOOKED_THROUGH });
  const replies = items.filter(({ object }) => object.inReplyTo === call.id);
  return html`<section><h2>${say("others.title")}</h2>
<p>${say("others.lead")}</p>
${
  replies.length === 0
    ? empty(say("others.none"))
    : replies.map(({ object, fromName, fromHandle }) =>
        pin({
          kind: "plain",
          meta: [when(visit, object.published)],
          heading: html`${bdi(fromName)} ${code(fromHandle)}`,
          body: html`<p dir="auto">${object.text}</p>`,
        }),
      )
}
</section>`;
}
