import {
  MINUTE,
  SECOND,
  type DeliveryOutcome,
  type Duration,
  type LeasedDelivery,
  whatBroke,
} from "@commonhall/domain";
import { isAsSigned } from "../bulletins/as-signed.ts";
import type { HttpClient } from "../http/client.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { createHosts, type Hosts } from "./hosts.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { createLatch, type Latch } from "./latch.ts";
import { createSendDelivery } from "./send-delivery.ts";
import { createSignatureForms } from "./signature-forms.ts";
import { createWire, type Concluded, type Leased, type Wire } from "./wire.ts";

/** Sends what the delivery table holds; nothing else in the node sends (house.md 4.7). `run` and `drain` never at once. */
export interface Deliverer {
  /** Sends whatever falls due, until the signal. Then what is under way has five seconds, and the rest is given back. */
  run(signal: AbortSignal): Promise<void>;
  /** Sends everything that is due now, and what falls due by that. Answers how many attempts were made. */
  drain(): Promise<number>;
}

export type DelivererPorts = Pick<
  FederationPorts,
  "site" | "approvals" | "deliveries" | "clock" | "random" | "log" | "keyValue" | "onChange"
>;

/** Requests at once. A host that does not answer holds one of them for some seconds, until its breaker opens. */
const CONCURRENCY = 128;
const PER_HOST = 4;
/** Deliveries taken from the table and not settled yet: enough that no commit leaves the wire idle. */
const UNDER_WAY = 1024;
/** So many outcomes, or so much room, are worth a commit; fewer outcomes wait a moment for company. */
const WORTH_A_COMMIT = 256;
const SETTLE_WITHIN: Duration = 50;

const LEASE_FOR: Duration = MINUTE;
/** Two requests with their time-outs, and the commit. A delivery that has less left of its lease is given back unsent. */
const LONGEST_ATTEMPT: Duration = 35 * SECOND;
const STOP_WITHIN: Duration = 5 * SECOND;
const PAUSE_AFTER_TROUBLE: Duration = SECOND;
/** While requests are under way, and where something is due that may not be taken yet, the table is asked so often. */
const SHORTEST_NAP: Duration = 250;
const LONGEST_NAP: Duration = MINUTE;

export function createDeliverer(
  ports: DelivererPorts,
  client: Pick<HttpClient, "post">,
  keys: LocalKeys,
  stopWithin: Duration = STOP_WITHIN,
): Deliverer {
  const latch = createLatch();
  const hosts = createHosts(ports.clock, ports.log);
  const table = createTable(ports, hosts, latch);
  const attempt = createAttempt(ports, client, keys, hosts);
  const newWire = () => {
    const isToBeHeld = ({ delivery, until }: Leased) =>
      hosts.isSilent(delivery.host) || until - ports.clock() < LONGEST_ATTEMPT;
    return createWire({ concurrency: CONCURRENCY, attempt, isToBeHeld, conclude: table.conclude });
  };

  return {
    async run(signal) {
      const wire = newWire();
      const endChanges = ports.onChange((change) => change !== "inbox" && table.lookAgain());
      const stop = () => latch.raise();
      signal.addEventListener("abort", stop);
      table.lookAgain();
      while (!signal.aborted) {
        try {
          if (!(await table.step(wire))) await table.nap(wire);
        } catch (error) {
          ports.log.error("deliveries could not be read or written", { error: whatBroke(error) });
          await latch.wait(PAUSE_AFTER_TROUBLE);
        }
      }
      signal.removeEventListener("abort", stop);
      endChanges();
      await finish(wire, table, latch, stopWithin).catch((error: unknown) =>
        ports.log.error("the last deliveries could not be written", { error: whatBroke(error) }),
      );
    },

    async drain() {
      const wire = newWire();
      const before = table.attempts();
      await table.readBreakers();
      table.lookAgain();
      for (;;) {
        if (await table.step(wire)) continue;
        if (table.isIdle(wire)) return table.attempts() - before;
        await latch.wait();
      }
    },
  };
}

async function finish(wire: Wire, table: Table, latch: Latch, within: Duration): Promise<void> {
  wire.stop();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    latch.raise();
  }, within);
  const isWorthWaiting = () => wire.flying() > 0 && !late;
  while (isWorthWaiting()) await latch.wait();
  clearTimeout(timer);
  await table.settle();
}

/** From a delivery to what became of it. What could not even be tried is tried again in a minute. */
function createAttempt(ports: DelivererPorts, client: Pick<HttpClient, "post">, keys: LocalKeys, hosts: Hosts) {
  const send = createSendDelivery(client, keys, createSignatureForms(ports.keyValue));
  return async (delivery: LeasedDelivery): Promise<DeliveryOutcome> => {
    const { id, host } = delivery;
    try {
      if (!(await isAsSigned(ports, delivery))) {
        ports.log.error("a release was not sent: it is not what two people have approved");
        return { id, type: "failed", error: { type: "not approved" } };
      }
      const { outcome, host: says } = judgeAnswer(delivery, await send(delivery), ports.clock(), ports.random());
      hosts.note(host, says);
      return outcome;
    } catch (error) {
      ports.log.error("a delivery could not be attempted", { error: whatBroke(error) });
      return { id, type: "retry", at: ports.clock() + MINUTE, error: { type: "unreachable", detail: "not attempted" } };
    }
  };
}

interface Table {
  /** One lease or one settlement, whichever is worth it now; false where neither is. The wire goes on meanwhile. */
  step(wire: Wire): Promise<boolean>;
  settle(): Promise<void>;
  /** Until something falls due, somebody commits something, or an attempt ends. */
  nap(wire: Wire): Promise<void>;
  readonly conclude: (concluded: Concluded) => void;
  lookAgain(): void;
  readBreakers(): Promise<void>;
  isIdle(wire: Wire): boolean;
  attempts(): number;
}

function createTable({ deliveries, clock }: DelivererPorts, hosts: Hosts, latch: Latch): Table {
  const concluded: Concluded[] = [];
  let mayHaveMore = true;
  let settleNow = false;
  let timer: NodeJS.Timeout | undefined;
  let attempts = 0;
  const onTheWire = (wire: Wire) => wire.flying() + wire.waiting();

  const settleSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      settleNow = true;
      latch.raise();
    }, SETTLE_WITHIN);
  };

  const lease = async (wire: Wire): Promise<void> => {
    mayHaveMore = false;
    const now = clock();
    const limit = UNDER_WAY - onTheWire(wire) - concluded.length;
    const leased = await deliveries.lease(now, { limit, leaseFor: LEASE_FOR, perHost: PER_HOST, busy: hosts.busy() });
    for (const { host } of leased) hosts.occupy(host);
    wire.add(leased.map((delivery) => ({ delivery, until: now + LEASE_FOR })));
  };

  const settle = async (): Promise<void> => {
    settleNow = false;
    const batch = [...concluded];
    const breakers = hosts.changed();
    if (batch.length === 0 && breakers.length === 0) return;
    await deliveries.settle(
      clock(),
      batch.map(({ outcome }) => outcome),
      breakers,
    );
    concluded.splice(0, batch.length);
    if (concluded.length > 0) settleSoon();
    hosts.settled(breakers);
    for (const { delivery } of batch) hosts.release(delivery.host);
    const held = batch.filter(({ outcome }) => outcome.type === "held").length;
    attempts += batch.length - held;
    // What the table gave out and we held: it may know better how the host is, from another process.
    if (held > 0) await readBreakers();
    // What was settled makes room for its host, and for what follows it about the same object.
    mayHaveMore = true;
  };

  const timeToNap = async (wire: Wire): Promise<Duration> => {
    if (onTheWire(wire) + concluded.length > 0) return SHORTEST_NAP;
    // Nothing is under way: what the table says of the hosts is all there is, and another process may have written it.
    await readBreakers();
    const due = await deliveries.nextDue();
    return due === undefined ? LONGEST_NAP : Math.min(LONGEST_NAP, Math.max(SHORTEST_NAP, due - clock()));
  };

  const readBreakers = async () => hosts.read(await deliveries.breakers());

  return {
    async step(wire) {
      const isRunningOut = wire.waiting() < WORTH_A_COMMIT;
      const hasRoom = UNDER_WAY - onTheWire(wire) - concluded.length >= WORTH_A_COMMIT;
      const isWorthLeasing = mayHaveMore && hasRoom;
      const isWorthSettling =
        concluded.length >= WORTH_A_COMMIT || (concluded.length > 0 && (settleNow || onTheWire(wire) === 0));
      if (isWorthLeasing && (isRunningOut || !isWorthSettling)) await lease(wire);
      else if (isWorthSettling) await settle();
      else return false;
      return true;
    },
    settle,
    async nap(wire) {
      const isRaised = await latch.wait(await timeToNap(wire));
      if (!isRaised) mayHaveMore = true;
    },
    conclude: (one) => {
      concluded.push(one);
      settleSoon();
      latch.raise();
    },
    lookAgain() {
      mayHaveMore = true;
      latch.raise();
    },
    readBreakers,
    isIdle: (wire) => onTheWire(wire) + concluded.length === 0 && !mayHaveMore,
    attempts: () => attempts,
  };
}
