import { Option, type Command } from "commander";
import {
  activityId,
  objectId,
  QUANTITY_RULE,
  quantityFrom,
  quantityText,
  stateOf,
  type ActivityId,
  type PledgeAnswerRefused,
  type PledgeDone,
  type PledgeLine,
  type PledgeRefused,
  type PledgeState,
  type Quantity,
  type Result,
  type WithdrawRefused,
} from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { NO_CENTRE } from "./refusals.ts";
import { table } from "./table.ts";

/** What is done with a pledge that is there; anything else in its place is a need, for which one is made. */
const DEEDS = ["withdraw", "accept", "decline", "fulfil"] as const;
type Deed = (typeof DEEDS)[number];

export function addPledgeCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "pledge <words...>",
    description:
      "promise something for somebody's call: NEED_ID --quantity N; or withdraw ID, accept ID, decline ID, fulfil ID",
    options: [
      new Option("--quantity <number>", "how much: of the need, or of what was offered"),
      new Option("--text <text>", "in your words, for the other side alone"),
    ],
    run: (hall, asked) => {
      const [first = "", id, ...more] = asked.words;
      const deed = DEEDS.find((one) => one === first);
      if (deed === undefined && id === undefined) return pledge(hall, asked, first);
      if (deed !== undefined && id !== undefined && more.length === 0) return doTo(hall, asked, deed, id);
      return Promise.resolve(wrong(USAGE));
    },
  });
  addCommand(program, io, exit, {
    usage: "pledges <call>",
    description: "what was promised for a call, on both sides",
    run: async ({ store }, { words: [typed = ""] }) => {
      const call = objectId(typed);
      if (call === undefined) return wrong(idSentence("CALL_ID", typed));
      const isKnown =
        (await store.callViews.get(call)) !== undefined || (await store.callViews.received(call)) !== undefined;
      const lines = await store.pledgeViews.forCall(call);
      return isKnown || lines.length > 0 ? listed(lines) : couldNot(`No call is known by the id ${typed}.`);
    },
  });
}

const USAGE =
  "pledge: use hall pledge NEED_ID --quantity N, hall pledge withdraw ID, hall pledge accept ID, hall pledge decline ID or hall pledge fulfil ID";

const idSentence = (name: string, typed: string): string =>
  `${name}: \`${typed}\` is not accepted; use an id as hall timeline --json or hall pledges --json prints it`;

async function pledge(hall: OpenHall, { options, by }: Asked, typed: string): Promise<Outcome> {
  const need = objectId(typed);
  if (need === undefined) return wrong(idSentence("NEED_ID", typed));
  const quantity = quantityIn(options);
  if (quantity === undefined) return wrong(quantitySentence(options["quantity"]));
  const { pledges } = await hall.federation();
  return told(
    await pledges.pledge(need, { quantity, ...textIn(options) }, by),
    "It is offered, and its caller answers.",
  );
}

async function doTo(hall: OpenHall, { options, by }: Asked, deed: Deed, typed: string): Promise<Outcome> {
  const id = activityId(typed);
  if (id === undefined) return wrong(idSentence("ID", typed));
  const { pledges } = await hall.federation();
  const { text } = textIn(options);
  switch (deed) {
    case "withdraw":
      return told(await pledges.withdrawPledge(id, by), "It is taken back.");
    case "accept": {
      const quantity = quantityIn(options);
      if (options["quantity"] !== undefined && quantity === undefined) {
        return wrong(quantitySentence(options["quantity"]));
      }
      const words = { ...(quantity === undefined ? {} : { quantity }), ...textIn(options) };
      const answer = await pledges.acceptPledge(id, words, by);
      return told(answer, answer.ok ? `It is accepted. Still missing: ${quantityText(answer.value.available)}.` : "");
    }
    case "decline":
      return told(await pledges.declinePledge(id, text, by), "It is declined.");
    case "fulfil":
      return told(await pledges.fulfilPledge(id, text, by), "It has come about, and they are thanked.");
  }
}

const quantityIn = (options: Asked["options"]): Quantity | undefined =>
  typeof options["quantity"] === "string" ? quantityFrom(options["quantity"]) : undefined;

const quantitySentence = (typed: unknown): string =>
  typeof typed === "string"
    ? `--quantity: \`${typed}\` is not accepted; use ${QUANTITY_RULE}`
    : `--quantity: say how much; use ${QUANTITY_RULE}`;

const textIn = (options: Asked["options"]): { readonly text?: string } =>
  typeof options["text"] === "string" ? { text: options["text"] } : {};

type Refused = PledgeRefused | WithdrawRefused | PledgeAnswerRefused;

function told(answer: Result<PledgeDone, Refused>, sentence: string): Outcome {
  if (!answer.ok) return refused(answer.error);
  const { id, state } = answer.value;
  return done({ id, state } satisfies { id: ActivityId; state: PledgeState }, `${sentence}\n${id}`);
}

function refused(refusal: Refused): Outcome {
  switch (refusal.type) {
    case "no centre yet":
      return couldNot(NO_CENTRE);
    case "text too long":
      return wrong(`--text: has more than ${refusal.limit} characters; shorten it`);
    case "not whole":
      return wrong("--quantity: people, places and pieces are whole; use a whole number");
    case "more than offered":
      return wrong(`--quantity: no more than ${quantityText(refusal.offered)} was offered; accept that or less`);
    case "more than available":
      return couldNot(
        `Only ${quantityText(refusal.available)} is still missing, so no more can be accepted. Accept a part with --quantity.`,
      );
    case "unknown need":
      return couldNot(`No call that arrived here asks for ${refusal.need}.`);
    case "unknown pledge":
      return couldNot(`Nothing that you can do this to has the id ${refusal.id}.`);
    case "need closed":
      return couldNot("This is not asked for any more.");
    case "ourselves":
      return couldNot("The call is this node's own; others pledge for it.");
    case "unknown caller":
      return couldNot("The caller's node cannot be reached, and its inbox is not known.");
    case "not accepted":
      return couldNot("It has not been accepted yet; accept it first.");
    case "pledge over":
      return couldNot(`The pledge is ${refusal.state}, so this cannot be done.`);
  }
}

/** `quantity` is what was offered; `accepted` what was agreed of it. */
function listed(lines: readonly PledgeLine[]): Outcome {
  const json = lines.map((line) => ({
    id: line.id,
    from: line.pledger,
    need: line.need,
    quantity: numberOf(line.quantity),
    state: stateOf(line),
    ...(line.answer === undefined || line.answer.type === "declined"
      ? {}
      : { accepted: numberOf(line.answer.quantity) }),
    ...(line.apart ? { apart: true } : {}),
  }));
  const rows = lines.map((line) => [
    stateOf(line) + (line.apart ? " (apart)" : ""),
    `${quantityText(line.quantity)} ${line.unit}`,
    line.peerHandle,
    line.need,
    line.id,
  ]);
  return done(json, rows.length === 0 ? "Nothing has been pledged." : table(rows));
}

/** At most nine digits: every one of them is the same as a JSON number. */
const numberOf = (quantity: Quantity): number => Number(quantityText(quantity));
