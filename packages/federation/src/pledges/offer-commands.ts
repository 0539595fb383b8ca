import {
  err,
  HOUR,
  LONGEST_PLEDGE_TEXT,
  offerPledge,
  ok,
  stateOf,
  withdrawPledge,
  type ActivityId,
  type ActorId,
  type Centre,
  type KeptPledge,
  type ObjectId,
  type PledgeDone,
  type PledgeRefused,
  type PledgeWords,
  type Result,
  type Rooms,
  type TextTooLong,
  type Texts,
  type WithdrawRefused,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { FindActor } from "../discovery/find-actor.ts";
import type { FederationPorts } from "../ports.ts";
import { needNamed } from "./need-named.ts";
import { tellOffer, tellWithdrawal } from "./tell-pledge.ts";

export type PledgePorts = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;

export interface PledgeUse {
  readonly find: Pick<FindActor, "fresh">;
}

/** The pledger's side: promises something for somebody's call. */
export async function offer(
  ports: PledgePorts,
  use: PledgeUse,
  asked: { readonly need: ObjectId } & PledgeWords,
  by: string,
): Promise<Result<PledgeDone, PledgeRefused>> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const text = wordsOf(centre, asked.text);
  if (!text.ok) return text;
  const need = needNamed(asked.need);
  const call = await ports.direct.calls.receivedWithNeed(need);
  if (call === undefined) {
    const isOurs = (await ports.direct.calls.withNeed(need)) !== undefined;
    return err(isOurs ? { type: "ourselves" } : { type: "unknown need", need });
  }
  if (!(await isReachable(ports, use, call.from))) return err({ type: "unknown caller" });
  const id = addressesOf(ports.site).pledge(ports.newId());
  const words = text.value === undefined ? {} : { text: text.value };
  return ports.work.run(async (rooms): Promise<Result<PledgeDone, PledgeRefused>> => {
    const now = ports.clock();
    const current = await rooms.calls.receivedWithNeed(need);
    if (current === undefined) return err({ type: "unknown need", need });
    const draft = { need, quantity: asked.quantity, ...words };
    const offered = offerPledge(current, draft, { id, pledger: centre.id }, now);
    if (!offered.ok) return offered;
    const pledge: KeptPledge = {
      ...offered.value,
      side: "ours",
      apart: false,
      log: [{ at: now, by, what: "offered" }],
    };
    await rooms.pledges.put(pledge);
    await tellOffer(rooms, pledge);
    await askLater(rooms, pledge.call, HOUR);
    return ok({ id, state: "offered" });
  });
}

/** How our pledges for a call stand is asked an hour after one was made, and then once a day. */
export const askLater = (rooms: Pick<Rooms, "tasks">, call: ObjectId, after: number): Promise<void> =>
  rooms.tasks.add({ type: "reconcile pledges", call }, { after, key: `reconcile pledges ${call}` });

/** Takes it back, at any time before it is fulfilled. */
export function withdraw(ports: PledgePorts, id: ActivityId, by: string): Promise<Result<PledgeDone, WithdrawRefused>> {
  return ports.work.run(async (rooms): Promise<Result<PledgeDone, WithdrawRefused>> => {
    const now = ports.clock();
    const pledge = await rooms.pledges.get(id);
    if (pledge?.side !== "ours") return err({ type: "unknown pledge", id });
    const withdrawn = withdrawPledge(pledge, now);
    if (!withdrawn.ok) return withdrawn;
    const undo = addressesOf(ports.site).activity(ports.newId());
    const log = [...pledge.log, { at: now, by, what: "withdrawn" as const }];
    const kept: KeptPledge = { ...pledge, ...withdrawn.value, undo, log };
    await rooms.pledges.put(kept);
    await tellWithdrawal(rooms, kept, undo, now);
    return ok({ id, state: stateOf(kept) });
  });
}

/** Somebody's words in the language that the centre writes in. */
export function wordsOf(
  { languages }: Pick<Centre, "languages">,
  text: string | undefined,
): Result<Texts | undefined, TextTooLong> {
  const said = text?.trim() ?? "";
  if (said === "") return ok(undefined);
  return [...said].length > LONGEST_PLEDGE_TEXT
    ? err({ type: "text too long", limit: LONGEST_PLEDGE_TEXT })
    : ok({ [languages[0]]: said });
}

/** Whether we know where the actor's inbox is; where not, its server is asked. */
export async function isReachable(
  { direct }: Pick<PledgePorts, "direct">,
  { find }: PledgeUse,
  actor: ActorId,
): Promise<boolean> {
  return (await direct.remoteActors.get(actor)) !== undefined || (await find.fresh(actor)).ok;
}
