import {
  quantityText,
  receivedNeedIsLive,
  stateOf,
  type PledgeLine,
  type ReceivedCall,
  type ReceivedNeed,
} from "@commonhall/domain";
import { quantityInWords } from "@commonhall/wire";
import { admitted } from "../desk/rooms.ts";
import type { Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { button, empty, form, notice, pin, textOf } from "../layout/parts.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

/** Somebody's call: what we can promise for it, and what we have. */
export async function ourPledges(visit: Visit, call: ReceivedCall, from: string): Promise<Html> {
  const { ports, reader, session } = visit;
  const say = sayFor(reader);
  const lines = (await ports.pledges.forCall(call.id)).filter(({ side }) => side === "ours");
  const mayAnswer = admitted(session.staff.roles, "answer calls");
  return html`<h1>${say("received.title")}</h1>
<p class="lead">${sayRichFor(reader)("received.lead", { name: bdi(from) })}</p>
${await seen(visit, call, from, mayAnswer)}
${call.needs.map((need) => needSection(visit, call, need, mayAnswer && { from }))}
<section><h2>${say("received.ours")}</h2>
${lines.length === 0 ? empty(say("received.ours.none")) : lines.map((line) => ourPin(visit, line, mayAnswer))}
</section>`;
}

async function seen(visit: Visit, call: ReceivedCall, from: string, mayAnswer: boolean): Promise<Html | false> {
  const { ports, reader, centre, session } = visit;
  const say = sayFor(reader);
  const at = await ports.pledges.acknowledged(call.id, centre.id);
  if (at !== undefined) {
    return notice("plain", html`<p>${sayRichFor(reader)("received.seen.since", { time: when(visit, at) })}</p>`);
  }
  return (
    mayAnswer &&
    form({
      action: reader.link("/desk/pledges/seen"),
      csrf: session.csrf,
      hidden: { call: call.id },
      body: html`<p class="hint">${sayRichFor(reader)("received.seen.hint", { name: bdi(from) })}</p>
${button({ label: say("received.seen"), kind: "calm" })}`,
    })
  );
}

function needSection(
  visit: Visit,
  call: ReceivedCall,
  need: ReceivedNeed,
  mayOffer: false | { readonly from: string },
): Html {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const inWords = (quantity: typeof need.quantity): string => quantityInWords(quantity, need.unit, reader.language);
  const isLive = receivedNeedIsLive(call, need, ports.clock());
  return html`<section><h2>${textOf(reader, need.name)}</h2>
<p><strong>${say("need.missing", { missing: inWords(need.available), quantity: inWords(need.quantity) })}</strong></p>
${!isLive && html`<p>${say("received.over")}</p>`}
${isLive && mayOffer !== false && offerForm(visit, call, need, mayOffer.from)}
</section>`;
}

function offerForm(visit: Visit, call: ReceivedCall, need: ReceivedNeed, from: string): Html {
  const { reader, session, form: typed, errors } = visit;
  const say = sayFor(reader);
  const isThis = typed.get("need") === need.id;
  return form({
    action: reader.link("/desk/pledges/offer"),
    csrf: session.csrf,
    hidden: { need: need.id, call: call.id },
    body: html`${field({ name: "quantity", label: say("offer.quantity"), value: isThis ? typed.get("quantity") : quantityText(need.available), ...(isThis ? { errors } : {}), ltr: true })}
${field({ name: "text", label: say("offer.words"), rows: 2, value: isThis ? typed.get("text") : "", ...(isThis ? { errors } : {}) })}
${button({ label: sayRichFor(reader)("received.offer", { name: bdi(from) }) })}`,
  });
}

function ourPin(visit: Visit, line: PledgeLine, mayAnswer: boolean): Html {
  const { reader, session } = visit;
  const say = sayFor(reader);
  const state = stateOf(line);
  const { answer } = line;
  return pin({
    kind: state === "accepted" || state === "fulfilled" ? "teal" : "plain",
    meta: [say(`state.${state}`), when(visit, line.offered)],
    body: html`<p><strong>${quantityInWords(line.quantity, line.unit, reader.language)}</strong></p>
${line.text !== undefined && html`<p>${textOf(reader, line.text)}</p>`}
${answer !== undefined && answer.type !== "declined" && html`<p>${say("offer.accepted-part", { quantity: quantityInWords(answer.quantity, line.unit, reader.language) })}</p>`}
${answer?.text !== undefined && html`<p>${sayRichFor(reader)("received.they-say", { text: textOf(reader, answer.text) })}</p>`}
${
  mayAnswer &&
  (state === "offered" || state === "accepted") &&
  form({
    action: reader.link("/desk/pledges/withdraw"),
    csrf: session.csrf,
    hidden: { pledge: line.id, call: line.call },
    body: button({ label: say("received.withdraw"), kind: "calm" }),
  })
}`,
  });
}
