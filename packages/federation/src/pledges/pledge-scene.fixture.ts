import {
  hundredths,
  intentOf,
  stateOf,
  trusted,
  type ActivityId,
  type ActorId,
  type Audience,
  type KeptPledge,
  type OfferedPledge,
  type Result,
} from "@commonhall/domain";
import { actorAt, ally, call as someCall, receivedCall, remoteActor, storedObject } from "@commonhall/testkit";
import { isJsonObject, without, type JsonObject, type JsonValue } from "@commonhall/wire";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";

export const ANA = actorAt("a.example");
export const BO = actorAt("b.example");
export const STRANGER = actorAt("s.example");
export const THIRD = actorAt("third.example");

export function done<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

let count = 0;
export const next = () => `${(count += 1)}`;

/** A hall that calls for three lawyers; two allies, one stranger and one more whom it knows. */
export async function calling(audience: Audience = { type: "public" }) {
  const here = await hall();
  for (const actor of [ANA, BO, STRANGER, THIRD]) await here.knows(remoteActor(actor, { fetched: START }));
  for (const peer of [ANA, BO]) await here.store.direct.allies.put(ally(peer));
  const call = someCall("arrest", { expires: START * 2, audience, published: START, told: START });
  await here.store.direct.calls.put(call);
  const [need] = call.needs;
  if (need === undefined) throw new Error("no need");

  const offer = (pledger: ActorId, quantity: number, more: Partial<OfferedPledge> = {}): OfferedPledge => ({
    id: trusted.activity(`${new URL(pledger).origin}/pledges/${next()}`),
    call: call.id,
    need: need.id,
    intent: intentOf(need.id),
    pledger,
    caller: here.centre,
    quantity: hundredths(quantity * 100),
    unit: "people",
    offered: START,
    ...more,
  });
  const takes = async (...documents: readonly JsonObject[]) => {
    for (const document of documents) await here.takesIn({ ...document, actor: document["actor"] ?? "" });
    await here.reads();
  };
  const available = async () => (await here.store.direct.calls.get(call.id))?.needs[0]?.available;
  return { here, call, need, offer, takes, available, pledges: here.federation.pledges, ...asserting(here) };
}

/** A hall that has got a call of Ana's for three lawyers, and pledges two. */
export async function pledging() {
  const here = await hall();
  for (const actor of [ANA, THIRD]) await here.knows(remoteActor(actor, { fetched: START }));
  const id = trusted.object("https://a.example/calls/1");
  await here.store.direct.objects.put(storedObject(id, { attributedTo: ANA, kind: "call", published: START }));
  const received = receivedCall(id, { from: ANA, expires: START * 2, published: START });
  const needs = received.needs.map((need) => ({ ...need, until: START * 2 }));
  await here.store.direct.calls.putReceived({ ...received, needs });
  const [need] = needs;
  if (need === undefined) throw new Error("no need");
  const { pledges } = here.federation;
  const made = done(await pledges.pledge(need.id, { quantity: hundredths(200), text: "Two of us." }, "first"));
  const pledge = await here.store.direct.pledges.get(made.id);
  if (pledge === undefined) throw new Error("no pledge");
  const takes = async (...documents: readonly JsonObject[]) => {
    for (const document of documents) await here.takesIn(document);
    await here.reads();
  };
  const answer = (quantity: number, at = START) => ({
    type: "accepted" as const,
    quantity: hundredths(quantity * 100),
    agreement: trusted.object("https://a.example/agreements/1"),
    activity: trusted.activity(`https://a.example/activities/${next()}`),
    at,
  });
  return { here, id, need, pledge, takes, answer, pledges, ...asserting(here) };
}

function asserting({ store, logged, [Symbol.asyncDispose]: dispose }: Hall) {
  const kept = (id: ActivityId): Promise<KeptPledge | undefined> => store.direct.pledges.get(id);
  return {
    kept,
    state: async (id: ActivityId) => {
      const pledge = await kept(id);
      return pledge === undefined ? undefined : stateOf(pledge);
    },
    refusals: () =>
      logged.filter(({ line }) => line === "an activity was refused").map(({ facts }) => String(facts["why"])),
    /** What waits to be sent, the latest last. */
    sent: async (): Promise<
      readonly { readonly type: string; readonly inbox: string; readonly json: JsonObject }[]
    > => {
      const lines = await store.deliveryViews.lines("waiting", 100);
      const all = await Promise.all(
        lines.toReversed().map(async ({ activity, activityType: type, inbox }) => {
          const document = (await store.direct.outbox.get(trusted.activity(activity)))?.document ?? "";
          const json: unknown = JSON.parse(document);
          return { type, inbox, json: isJsonObject(json) ? json : {} };
        }),
      );
      return all;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** The document with one value within it changed, or taken out. */
export function changed(document: JsonObject, [step = "", ...more]: readonly string[], value?: JsonValue): JsonObject {
  const inner = document[step];
  if (more.length > 0 && isJsonObject(inner)) return { ...document, [step]: changed(inner, more, value) };
  return value === undefined ? without(document, step) : { ...document, [step]: value };
}

export const SATISFIES = ["object", "stipulates", "satisfies"];
export const measured = (document: JsonObject, measure: JsonObject): JsonObject =>
  changed(document, ["object", "stipulates", "resourceQuantity"], measure);
