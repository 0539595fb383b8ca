import {
  activityId,
  objectId,
  quantityFrom,
  type ActivityId,
  type ObjectId,
  type Quantity,
  type Unit,
} from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { html, type Html } from "../layout/html.ts";
import { errorList } from "../layout/parts.ts";
import { ourPledges } from "./our-pledges.ts";
import { ownOffers } from "./own-offers.ts";
import { pledgeRefusal } from "./pledge-refusal.ts";
import { asciiDigits } from "../words/digits.ts";
import { pledgesPath } from "./pledges-path.ts";
import { sayFor } from "./words/say.ts";

/** What is promised for a call: for one of ours what others offer, for one of others what we offer. */
export const pledgeRoutes: readonly DeskRoute[] = [
  opens("/pledges", "read what arrived", pledgesPage),
  sends("/pledges/offer", "answer calls", pledgesPage, offer),
  sends("/pledges/withdraw", "answer calls", pledgesPage, withdraw),
  sends("/pledges/answer", "answer calls", pledgesPage, answer),
  sends("/pledges/seen", "answer calls", pledgesPage, seen),
];

const callOf = ({ query, form }: Visit): ObjectId | undefined => objectId(query("call") || form.get("call"));

/** A form that was sent about a call that is not there any more still says what became of it. */
const nothing = ({ reader, errors }: Visit): Sheet | Elsewhere =>
  errors.length === 0
    ? NOT_FOUND
    : {
        room: "calls",
        title: sayFor(reader)("title"),
        body: html`<h1>${sayFor(reader)("title")}</h1>
${errorList(reader.words, errors)}
<p><a href="${reader.link("/desk/calls")}">${reader.words("desk.room.calls")}</a></p>`,
      };

async function pledgesPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors } = visit;
  const say = sayFor(reader);
  const id = callOf(visit);
  if (id === undefined) return nothing(visit);
  const own = await ports.calls.get(id);
  const theirs = own === undefined ? await ports.calls.received(id) : undefined;
  const part: Html | undefined =
    own !== undefined
      ? await ownOffers(visit, own)
      : theirs === undefined
        ? undefined
        : await ourPledges(visit, theirs.call, theirs.item.fromName);
  if (part === undefined) return nothing(visit);
  return {
    room: "calls",
    title: say("title"),
    body: html`<p><a href="${reader.link("/desk/calls")}">${say("back")}</a></p>
${errorList(reader.words, errors)}
${part}`,
  };
}

const quantityError = ({ reader }: Visit) =>
  refused({ field: "quantity", message: sayFor(reader)("refused.quantity") });

const back = (call: ObjectId) => go(pledgesPath(call), "pledge-told");

async function offer(visit: Visit): ReturnType<Run> {
  const { ports, form, reader, session } = visit;
  const [call, need, quantity] = [callOf(visit), objectId(form.get("need")), quantityIn(form.get("quantity"))];
  if (call === undefined || need === undefined) return NOT_FOUND;
  if (quantity === undefined) return quantityError(visit);
  const words = { quantity, text: form.get("text") };
  const made = await ports.pledges.pledge(need, words, session.staff.name);
  return made.ok ? back(call) : refused(pledgeRefusal(reader, made.error, undefined));
}

async function withdraw(visit: Visit): ReturnType<Run> {
  const { ports, form, reader, session } = visit;
  const [call, pledge] = [callOf(visit), activityId(form.get("pledge"))];
  if (call === undefined || pledge === undefined) return NOT_FOUND;
  const taken = await ports.pledges.withdrawPledge(pledge, session.staff.name);
  return taken.ok ? back(call) : refused(pledgeRefusal(reader, taken.error, undefined));
}

async function answer(visit: Visit): ReturnType<Run> {
  const { ports, form, reader } = visit;
  const [call, pledge] = [callOf(visit), activityId(form.get("pledge"))];
  if (call === undefined || pledge === undefined) return NOT_FOUND;
  const quantity = quantityIn(form.get("quantity"));
  if (form.get("deed") === "accept" && quantity === undefined) return quantityError(visit);
  const answered = await decide(visit, pledge, quantity);
  if (answered.ok) return back(call);
  return refused(pledgeRefusal(reader, answered.error, await unitOf(ports, pledge)));
}

function decide({ ports, form, session }: Visit, pledge: ActivityId, quantity: Quantity | undefined) {
  const [by, text] = [session.staff.name, form.get("text")];
  switch (form.get("deed")) {
    case "accept":
      return ports.pledges.acceptPledge(pledge, { ...(quantity === undefined ? {} : { quantity }), text }, by);
    case "fulfil":
      return ports.pledges.fulfilPledge(pledge, text, by);
    default:
      return ports.pledges.declinePledge(pledge, text, by);
  }
}

async function seen(visit: Visit): ReturnType<Run> {
  const { ports, reader, session } = visit;
  const call = callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const told = await ports.pledges.acknowledgeCall(call, session.staff.name);
  return told.ok ? back(call) : refused(pledgeRefusal(reader, told.error, undefined));
}

const unitOf = async (ports: Visit["ports"], pledge: ActivityId): Promise<Unit | undefined> =>
  (await ports.pledges.get(pledge))?.unit;

/** Digits of every script, and a comma where people write one. */
const quantityIn = (typed: string): Quantity | undefined => quantityFrom(asciiDigits(typed).trim().replace(",", "."));
