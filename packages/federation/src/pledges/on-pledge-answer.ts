import { hearAnswer, type ActorId, type KeptPledge, type PledgeAnswer } from "@commonhall/domain";
import { agreedIn, type InboundActivity } from "@commonhall/wire";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** Somebody accepts or declines what we pledged. Undefined where it answers no pledge of ours. */
export async function onPledgeAnswer(
  handling: Handling,
  activity: Inbound<"Accept" | "Reject">,
): Promise<Outcome | undefined> {
  const pledge = await handling.rooms.pledges.get(activity.object);
  return pledge?.side === "ours" ? hear(handling, pledge, activity.actor, activity) : undefined;
}

/**
 * Somebody confirms that it has come about: in a note about the agreement (FEP-0837). Undefined where it is any other
 * note, such as a question in reply to what we offered.
 */
export async function onConfirmation(
  handling: Handling,
  activity: Inbound<"Create" | "Update">,
): Promise<Outcome | undefined> {
  const { pledges } = handling.rooms;
  const { agreement, offer } = activity.confirms ?? {};
  if (agreement === undefined) return undefined;
  const pledge = offer === undefined ? await pledges.byAgreement(agreement) : await pledges.get(offer);
  return pledge?.side === "ours" ? hear(handling, pledge, activity.actor, activity) : undefined;
}

async function hear(
  { rooms }: Handling,
  pledge: KeptPledge,
  actor: ActorId,
  activity: InboundActivity,
): Promise<Outcome> {
  if (actor !== pledge.caller) return refused("an answer to a pledge, by somebody else than the caller");
  const answer = answerIn(pledge, activity);
  if (answer === undefined) return refused("an answer to a pledge that agrees to something else");
  const heard = hearAnswer(pledge, actor, answer);
  if (!heard.ok)
    return heard.error === "it changes nothing" ? ignored(heard.error) : refused(`an answer: ${heard.error}`);
  await rooms.pledges.put({ ...pledge, ...heard.value });
  return processed;
}

/** What the caller's activity says of this pledge; undefined where it agrees to nothing that was offered. */
export function answerIn(pledge: KeptPledge, activity: InboundActivity): PledgeAnswer | undefined {
  switch (activity.type) {
    case "Reject":
      return { type: "declined", ...wordsOf(activity, activity) };
    case "Accept":
      return agreed(pledge, "accepted", activity, activity);
    case "Create":
      return activity.confirms === undefined ? undefined : agreed(pledge, "fulfilled", activity, activity.confirms);
    default:
      return undefined;
  }
}

type Said = NonNullable<Inbound<"Create" | "Update">["confirms"]>;

function agreed(
  pledge: KeptPledge,
  type: "accepted" | "fulfilled",
  activity: InboundActivity,
  said: Said,
): PledgeAnswer | undefined {
  const { result } = said;
  const before = pledge.answer?.type === "declined" ? undefined : pledge.answer;
  const id = result?.id ?? said.agreement ?? before?.agreement;
  // Who confirms without saying what means what was agreed before.
  const quantity = result === undefined ? before?.quantity : agreedIn(result, pledge.unit);
  const isAboutIt = result === undefined ? before?.agreement === id : result.satisfies === pledge.intent;
  if (id === undefined || quantity === undefined || !isAboutIt) return undefined;
  if (type === "accepted" && result === undefined) return undefined;
  return { type, quantity, agreement: id, ...wordsOf(activity, said) };
}

const wordsOf = ({ id: activity }: InboundActivity, { published, text }: Pick<Said, "published" | "text">) => ({
  activity,
  at: published ?? 0,
  ...(text === undefined ? {} : { text }),
});
