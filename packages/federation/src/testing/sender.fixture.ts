import { MINUTE, trusted, type ActivityId, type ActorKeys, type DeliveryQueue } from "@commonhall/domain";
import { openStore } from "@commonhall/store";
import { startLocalServer, type LocalServer, type LocalServerOptions, type Respond } from "@commonhall/testkit";
import { afterEach } from "vitest";
import { createHttpClient, type HttpLimits } from "../http/client.ts";
import { generateActorKeys, localKeys } from "../keys/local-keys.ts";
import type { Log } from "../ports.ts";
import { createDeliverer, type Deliverer } from "../delivery/deliverer.ts";

export const origin = "http://hall.example:8420";
export const actor = trusted.actor(`${origin}/centres/hall`);
export const START = Date.UTC(2026, 10, 22, 9);
const keys: ActorKeys = await generateActorKeys();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const site = { origin, handleHost: "hall.example" };
export const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/** A sender with a real table and real requests, whose time stands still until it is moved. */
export async function sender(limits: Partial<HttpLimits> = {}) {
  const time = { now: START };
  const clock = () => time.now;
  const store = await openStore({ file: ":memory:", clock });
  const { onChange } = store;
  const ourKeys = localKeys({ site, direct: store.direct, onChange });
  const software = { name: "commonhall", version: "1" };
  const client = createHttpClient(
    { site, software, testNetwork: true, clock },
    { levels: { of: async () => "accept" }, keys: ourKeys },
    { limits },
  );
  open.push(store, client);
  const document = "{}";
  await store.direct.localActors.put({ id: actor, kind: "centre", document, keys, created: START });

  /** A deliverer that knows nothing but the table. */
  const started = (deliveries: DeliveryQueue = store.deliveries, log: Log = QUIET, stopWithin?: number): Deliverer => {
    const approvals = { areTwo: async () => false };
    const ports = { site, approvals, deliveries, clock, random: () => 0.5, log, keyValue: store.keyValue, onChange };
    return createDeliverer(ports, client, ourKeys, stopWithin);
  };
  const deliverer = started();

  let told = 0;
  const tell = async (inboxes: readonly string[], object = "post", type = "Create"): Promise<ActivityId> => {
    const id = trusted.activity(`${origin}/activities/${++told}`);
    const document = JSON.stringify({ id, type, object, text: "قاعة" });
    await store.direct.outbox.append(
      { id, type, actor, object: trusted.object(`${origin}/${object}`), document, published: time.now, listed: true },
      inboxes.map((inbox) => ({ type: "inbox", inbox: trusted.inbox(inbox) })),
    );
    return id;
  };

  /** Lets time pass step by step, sending what falls due. Answers how many attempts were made. */
  const pass = async (duration: number, step = MINUTE): Promise<number> => {
    let attempts = 0;
    for (const end = time.now + duration; time.now < end;) {
      time.now += step;
      attempts += await deliverer.drain();
    }
    return attempts;
  };

  return { time, store, deliverer, started, tell, pass, counts: () => store.deliveryViews.counts() };
}

export async function server(respond: Respond, options: LocalServerOptions = {}): Promise<LocalServer> {
  const started = await startLocalServer(respond, options);
  open.push(started);
  return started;
}

export const says =
  (status: number): Respond =>
  (_, response) =>
    void response.writeHead(status).end();

export const received = (ally: LocalServer): string[] => ally.requests.map(({ body }) => JSON.parse(body).id);
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
