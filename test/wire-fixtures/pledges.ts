import {
  intentOf,
  quantityFrom,
  trusted,
  unitFor,
  type Agreed,
  type OfferedPledge,
  type Quantity,
} from "@commonhall/domain";
import {
  acceptDocument,
  confirmationDocument,
  isJsonObject,
  offerDocument,
  readDocument,
  rejectDocument,
  undoOfferDocument,
  type JsonObject,
} from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import type { Refused } from "./refused.ts";
import { ALLY_CENTRE, ally, centre, CHANGED, hall, PUBLISHED, texts, uuid } from "./story.ts";

/** The ally pledges for a call of the hall, and the hall answers. None of it has a proof. */

const call = hall.call(uuid(130));
const need = trusted.object(`${call}/needs/1`);

const pledge: OfferedPledge = {
  id: ally.pledge(uuid(131)),
  call,
  need,
  intent: intentOf(need),
  pledger: ALLY_CENTRE,
  caller: centre.id,
  quantity: of("2"),
  unit: "people",
  text: texts({ en: "Two of our stewards can come on Saturday." }),
  offered: PUBLISHED,
};
const money: OfferedPledge = { ...pledge, id: ally.pledge(uuid(132)), quantity: of("120.50"), unit: dollars() };
const accepted: Agreed = {
  type: "accepted",
  quantity: of("1"),
  agreement: hall.agreement(uuid(133)),
  activity: hall.activity(uuid(134)),
  at: CHANGED,
  text: texts({ en: "One of them, please: come to the east gate at nine." }),
};

const { text: _, ...withoutWords } = accepted;

const offer = offerDocument(pledge);
const accept = acceptDocument(pledge, accepted);
const reject = rejectDocument(money, { type: "declined", activity: hall.activity(uuid(135)), at: CHANGED });

export const PLEDGES: readonly Accepted[] = [
  { file: "activities/offer-pledge.json", about: "A pledge: two people for a need, with a word.", document: offer },
  {
    file: "activities/offer-pledge-of-money.json",
    about: "A pledge of money, in its currency.",
    document: offerDocument(money),
  },
  {
    file: "activities/accept-pledge.json",
    about: "Accepted in part: what is agreed is the result, with an id of the caller's.",
    document: accept,
  },
  { file: "activities/reject-pledge.json", about: "Not wanted, without a reason.", document: reject },
  {
    file: "activities/undo-offer-pledge.json",
    about: "Taken back: what was offered is repeated, for whoever never got it.",
    document: undoOfferDocument(ally.activity(uuid(136)), pledge, CHANGED),
  },
  {
    file: "activities/confirm-pledge.json",
    about: "It has come about: a Note in reply to the offer, its context the agreement, which goes with it.",
    document: confirmationDocument(pledge, { ...withoutWords, type: "fulfilled", activity: hall.activity(uuid(137)) }),
  },
  {
    file: "activities/read-call.json",
    about: "A person at the ally's desk has seen the call.",
    document: readDocument({
      id: ally.activity(uuid(138)),
      actor: ALLY_CENTRE,
      object: call,
      to: centre.id,
      at: CHANGED,
    }),
  },
];

const AMOUNT = "object.stipulates.resourceQuantity";

export const REFUSED_PLEDGES: readonly Refused[] = [
  refused("pledge-of-nothing", "A pledge of nothing.", offer, `${AMOUNT}.hasNumericalValue`, "0", AMOUNT),
  refused("pledge-below-zero", "A pledge of less than nothing.", offer, `${AMOUNT}.hasNumericalValue`, "-2", AMOUNT),
  refused(
    "pledge-too-large",
    "More digits than anybody can promise.",
    offer,
    `${AMOUNT}.hasNumericalValue`,
    "1e21",
    AMOUNT,
  ),
  refused(
    "pledge-for-no-need",
    "A pledge that does not say for what.",
    offer,
    "object.stipulates.satisfies",
    null,
    "object.stipulates.satisfies",
  ),
  {
    ...refused(
      "pledge-accepted-elsewhere",
      "An agreement on a third node.",
      accept,
      "result.id",
      ally.agreement(uuid(140)),
      "result.id",
    ),
    refusal: { type: "foreign origin", field: "result.id" },
  },
];

function refused(
  name: string,
  about: string,
  document: JsonObject,
  path: string,
  value: string | null,
  field: string,
): Refused {
  const type = value === null ? "missing" : "malformed";
  const text = `${JSON.stringify(changed(document, path.split("."), value), null, 2)}\n`;
  return { file: `refused/${name}.json`, about, text, refusal: { type, field } };
}

function changed(json: JsonObject, [step = "", ...more]: readonly string[], value: string | null): JsonObject {
  const inner = json[step];
  return { ...json, [step]: more.length > 0 && isJsonObject(inner) ? changed(inner, more, value) : value };
}

function of(text: string): Quantity {
  const quantity = quantityFrom(text);
  if (quantity === undefined) throw new Error(`No quantity: ${text}`);
  return quantity;
}

function dollars(): OfferedPledge["unit"] {
  const unit = unitFor("money", "USD");
  if (unit === undefined) throw new Error("No dollars");
  return unit;
}
