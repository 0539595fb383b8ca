import {
  acceptPledge,
  availableOf,
  declinePledge,
  err,
  fulfilPledge,
  needOf,
  NO_QUANTITY,
  ok,
  stateOf,
  type ActivityId,
  type AnswerStamp,
  type Centre,
  type KeptPledge,
  type Pledge,
  type PledgeAnswerRefused,
  type PledgeDone,
  type PledgeWords,
  type Quantity,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { addressesOf, thanksText, type Addresses } from "@commonhall/wire";
import { answerNowOrLater } from "./answer-later.ts";
import { keepTheirs } from "./keep-pledge.ts";
import { wordsOf, type PledgePorts } from "./offer-commands.ts";

type Accepted = PledgeDone & { readonly available: Quantity };
type Answer = Result<Accepted, PledgeAnswerRefused>;

interface Asked {
  readonly id: ActivityId;
  readonly text: string | undefined;
  readonly by: string;
}

interface Deciding extends AnswerStamp {
  readonly rooms: Rooms;
  readonly languages: Centre["languages"];
  readonly addresses: Addresses;
  readonly newId: () => string;
}

type Decide = (pledge: KeptPledge, deciding: Deciding) => Promise<Result<Pledge, PledgeAnswerRefused>>;

/** The caller's side: all of it where no quantity is said, and never more than is missing in this very commit. */
export const accept = (
  ports: PledgePorts,
  { quantity, ...asked }: Asked & Pick<Partial<PledgeWords>, "quantity">,
): Promise<Answer> =>
  answer(ports, asked, async (pledge, deciding) => {
    const { rooms, addresses, newId } = deciding;
    const available = await stillMissing(rooms, pledge);
    return acceptPledge(pledge, available, quantity, { ...stamped(deciding), agreement: addresses.agreement(newId()) });
  });

export const decline = (ports: PledgePorts, asked: Asked): Promise<Answer> =>
  answer(ports, asked, async (pledge, stamp) => declinePledge(pledge, stamped(stamp)));

/** With thanks, also from somebody who writes nothing. */
export const fulfil = (ports: PledgePorts, asked: Asked): Promise<Answer> =>
  answer(ports, asked, async (pledge, stamp) => {
    const { text = thanksText(stamp.languages) } = stamp;
    return fulfilPledge(pledge, { ...stamped(stamp), text });
  });

const stamped = ({ activity, now, text }: Deciding): AnswerStamp => ({
  activity,
  now,
  ...(text === undefined ? {} : { text }),
});

/** Decided, kept and told in one commit. Whoever answers an offer that waits apart has let it in. */
async function answer(ports: PledgePorts, { id, text, by }: Asked, decide: Decide): Promise<Answer> {
  const addresses = addressesOf(ports.site);
  return ports.work.run(async (rooms): Promise<Answer> => {
    const now = ports.clock();
    const [pledge, centre] = [await rooms.pledges.get(id), await rooms.centres.get()];
    if (pledge?.side !== "theirs" || centre === undefined) return err({ type: "unknown pledge", id });
    const words = wordsOf(centre, text);
    if (!words.ok) return words;
    const [{ newId }, { languages }] = [ports, centre];
    const said = words.value === undefined ? {} : { text: words.value };
    const activity = addresses.activity(newId());
    const decided = await decide(pledge, { rooms, languages, addresses, newId, activity, now, ...said });
    if (!decided.ok) return decided;
    const what = stateOf(decided.value);
    const kept: KeptPledge = { ...pledge, ...decided.value, apart: false, log: [...pledge.log, { at: now, by, what }] };
    const available = await keepTheirs(rooms, kept, now);
    await answerNowOrLater(rooms, kept);
    return ok({ id, state: what, available: available ?? NO_QUANTITY });
  });
}

async function stillMissing(rooms: Pick<Rooms, "calls" | "pledges">, pledge: KeptPledge): Promise<Quantity> {
  const call = await rooms.calls.get(pledge.call);
  const need = call === undefined ? undefined : needOf(call, pledge.need);
  return need === undefined ? NO_QUANTITY : availableOf(need, await rooms.pledges.forNeed(need.id));
}
