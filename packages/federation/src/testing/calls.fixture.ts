import {
  DAY,
  HOUR,
  hundredths,
  languageTag,
  type ActorId,
  type Audience,
  type Call,
  type CallDraft,
  type CallNotPublished,
  type LanguageTag,
  type PlainDate,
  type Published,
  type Result,
  type Task,
  type Texts,
} from "@commonhall/domain";
import { actorAt, ally, follow, inboxOf, remoteActor, sharedInboxAt } from "@commonhall/testkit";
import { isJsonObject, type JsonObject } from "@commonhall/wire";
import { endOver } from "../calls/change-call.ts";
import { tellProgress } from "../calls/progress.ts";
import { localKeys } from "../keys/local-keys.ts";
import { hall, START, type Hall } from "./hall.fixture.ts";

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
const SPANISH = languageTag("es") ?? ("es" as LanguageTag);
export const [ANA, BO, CY] = ["a.example", "b.example", "c.example"].map((host) => actorAt(host)) as [
  ActorId,
  ActorId,
  ActorId,
];
export const STRANGER: ActorId = actorAt("stranger.example");
export const ALLIES: Audience = { type: "allies" };
export const EVERYBODY: Audience = { type: "public" };
export const en = (text: string): Texts => ({ [ENGLISH]: text });

export const callDraft = (changes: Partial<CallDraft> = {}): CallDraft => ({
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: { [ENGLISH]: "Twelve were arrested.", [SPANISH]: "Hay doce personas detenidas." },
  expires: START + 5 * DAY,
  needs: [
    { name: en("Lawyers"), type: "legal", quantity: hundredths(300), unit: "people" },
    { name: en("Interpreters"), type: "interpreter", quantity: hundredths(200), unit: "people" },
  ],
  audience: ALLIES,
  regions: [],
  sectors: [],
  recognisable: true,
  consent: { asked: "2026-11-22" as PlainDate, language: SPANISH, how: "in person", audience: EVERYBODY },
  ...changes,
});

export type CallScene = Awaited<ReturnType<typeof callScene>>;

/** A hall with three allies and one stranger who follows it. */
export async function callScene() {
  const here = await hall();
  for (const peer of [ANA, BO, CY, STRANGER]) {
    const { host } = remoteActor(peer);
    await here.knows(remoteActor(peer, { sharedInbox: sharedInboxAt(host) }));
    await here.store.direct.follows.put(follow(peer, here.centre));
    if (peer !== STRANGER) await here.store.direct.allies.put(ally(peer));
  }
  const { commands } = here.federation;
  const publish = async (changes: Partial<CallDraft> = {}) =>
    done(await commands.publishCall(callDraft(changes), "first"));
  const waiting = async () => {
    const lines = await here.store.deliveryViews.lines("waiting", 100);
    return lines.map(({ activityType, inbox }) => `${activityType} ${inbox}`).toSorted();
  };
  const sendAll = async () => {
    const all = { limit: 100, leaseFor: HOUR, perHost: 100, busy: new Map() };
    for (let leased = await here.store.deliveries.lease(here.clock(), all); leased.length > 0;) {
      const outcomes = leased.map(({ id }) => ({ id, type: "done" as const }));
      await here.store.deliveries.settle(here.clock(), outcomes, []);
      leased = await here.store.deliveries.lease(here.clock(), all);
    }
  };
  const call = async (id: Published["id"]): Promise<Call> => {
    const found = await here.store.callViews.get(id);
    if (found === undefined) throw new Error("No call");
    return found;
  };
  /** What the calendar and the tasks do, without the network. */
  const keys = localKeys(here.ports);
  const turns = async () => {
    await endOver(here.ports, keys);
    for (const task of await here.tasks()) if (isProgress(task)) await tellProgress(here.ports, keys, task);
  };
  return { here, commands, publish, turns, waiting, sendAll, call, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

type TellProgress = Extract<Task, { readonly type: "tell progress" }>;
const isProgress = (task: unknown): task is TellProgress =>
  typeof task === "object" && task !== null && "type" in task && task.type === "tell progress";

export function done(result: Result<Published, CallNotPublished>): Published {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export const to = (type: string, ...readers: readonly ActorId[]) =>
  readers.map((reader) => `${type} ${inboxOf(reader)}`);
export const shared = (type: string, ...hosts: readonly string[]) =>
  hosts.map((host) => `${type} ${sharedInboxAt(host)}`);

export async function told({ store }: Hall, { activity }: Published): Promise<JsonObject> {
  const json: unknown = JSON.parse((await store.objectViews.activity(activity))?.document ?? "{}");
  if (!isJsonObject(json)) throw new Error("No activity");
  return json;
}

export const get = (here: Hall, id: string, accept = "application/activity+json") =>
  here.federation.documents(new Request(id, { headers: { accept } }));
