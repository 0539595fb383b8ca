import {
  DAY,
  err,
  HOUR,
  hundredths,
  MINUTE,
  ok,
  stateOf,
  trusted,
  type Call,
  type KeptPledge,
  type LeasedDelivery,
} from "@commonhall/domain";
import { call as someCall, fakeClock, storedObject, type FakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpClient } from "../http/client.ts";
import { inCommits } from "../inbox/handling.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { actorOf, side, type Letter, type Side } from "../testing/two-sides.fixture.ts";
import { answerPledge } from "./answer-later.ts";
import { reconcilePledges } from "./reconcile-pledges.ts";
import { pledgeServed } from "./serve-pledges.ts";

// The rules of pledges are checked by themselves in the domain; here are their documents and their tables: one node calls,
// two others pledge, over a network that loses, doubles, delays and reorders. All of them come to the same end.

function sideOf(here: Hall, client: Pick<HttpClient, "get">): Side {
  const inCommit = inCommits(here.ports, { forget: () => undefined });
  const elsewhere = async () => {
    throw new Error("Nothing has to be looked up here");
  };
  const find = { byAccount: elsewhere, byAddress: elsewhere, fresh: elsewhere };
  const use = { client, find, direct: here.ports.direct, clock: here.clock, inCommit };
  return side(here, {
    "answer pledge": (task) => answerPledge(use, task),
    "reconcile pledges": (task) => reconcilePledges(use, task),
  });
}

/** What the caller shows to whoever asks; as if the asker's signature had been checked. */
const asking = (caller: Hall, asker: Hall, isReachable: () => boolean): Pick<HttpClient, "get"> => ({
  async get(url) {
    if (!isReachable()) return err({ type: "timeout" });
    const { origin, pathname } = new URL(url);
    const served = await pledgeServed(caller.ports, { origin, pathname }, asker.centre);
    if (served === undefined) return err({ type: "status", status: 404 });
    return ok({ url, status: served.status, contentType: served.type, body: served.body });
  },
});

async function deliver({ to, document }: Letter): Promise<void> {
  const path = `${new URL(to.hall.centre).pathname}/inbox`;
  const headers = { "content-type": "application/activity+json", host: new URL(to.hall.origin).host };
  const answer = await to.door({ method: "POST", path, headers, body: Buffer.from(document) });
  expect(answer.status).toBe(202);
}

interface Step {
  readonly type: string;
  readonly pick: number;
  readonly amount: number;
}

const step = fc.record<Step>({
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("pledge", "accept") },
    { weight: 2, arbitrary: fc.constantFrom("withdraw", "decline", "fulfil", "ask") },
    { weight: 3, arbitrary: fc.constant("work") },
    { weight: 6, arbitrary: fc.constantFrom("arrive", "arrive unheard", "delay", "late letter", "lose for good") },
  ),
  pick: fc.nat(20),
  amount: fc.integer({ min: 1, max: 3 }),
});

interface Scene {
  readonly caller: Side;
  readonly pledgers: readonly Side[];
  readonly call: Call;
  readonly clock: FakeClock;
  readonly late: Letter[];
}

const one = <T>(all: readonly T[], pick: number): T | undefined =>
  all.length === 0 ? undefined : all[pick % all.length];

const pledgesOf = ({ call }: Scene, { hall: { store } }: Side): Promise<readonly KeptPledge[]> =>
  store.direct.pledges.forCall(call.id);

async function people(scene: Scene, { type, pick, amount }: Step): Promise<void> {
  const { caller, pledgers, call } = scene;
  const by = one(pledgers, pick) ?? caller;
  const quantity = hundredths(amount * 100);
  const [own, theirs] = [one(await pledgesOf(scene, by), amount), one(await pledgesOf(scene, caller), pick)];
  const [mine, answers] = [by.hall.federation.pledges, caller.hall.federation.pledges];
  if (type === "pledge") await mine.pledge(trusted.object(`${call.id}/needs/1`), { quantity }, "first");
  if (type === "withdraw" && own !== undefined) await mine.withdrawPledge(own.id, "first");
  if (type === "accept" && theirs !== undefined)
    await answers.acceptPledge(theirs.id, amount === 1 ? { quantity } : {}, "first");
  if (type === "decline" && theirs !== undefined) await answers.declinePledge(theirs.id, undefined, "first");
  if (type === "fulfil" && theirs !== undefined) await answers.fulfilPledge(theirs.id, undefined, "first");
}

const ownerOf = ({ caller, pledgers }: Scene, inbox: string): Side | undefined =>
  [caller, ...pledgers].find(({ hall: { centre } }) => inbox === `${centre}/inbox`);

async function network(scene: Scene, { type, pick }: Step): Promise<void> {
  if (type === "late letter")
    return void (await Promise.all(scene.late.splice(pick % (scene.late.length + 1), 1).map(deliver)));
  const under: { readonly from: Side; readonly delivery: LeasedDelivery }[] = [];
  for (const from of [scene.caller, ...scene.pledgers]) {
    for (const delivery of await from.leaves()) under.push({ from, delivery });
  }
  const chosen = one(under, pick);
  for (const other of under) if (other !== chosen) await other.from.settle(other.delivery, false);
  if (chosen === undefined) return;
  const { from, delivery } = chosen;
  const to = ownerOf(scene, delivery.inbox);
  if (to === undefined) throw new Error("A letter to nobody");
  if (type === "delay") scene.late.push({ to, document: delivery.document });
  else if (type !== "lose for good") await deliver({ to, document: delivery.document });
  await from.settle(delivery, type !== "arrive unheard");
}

async function rest(scene: Scene): Promise<void> {
  const all = [scene.caller, ...scene.pledgers];
  for (let day = 0; day < 2; day += 1) {
    for (const letter of scene.late.splice(0).toReversed()) await deliver(letter);
    for (let round = 0; round < 3; round += 1) {
      for (const from of all) {
        await from.work();
        for (const delivery of await from.leaves()) {
          const to = ownerOf(scene, delivery.inbox);
          if (to !== undefined) await deliver({ to, document: delivery.document });
          await from.settle(delivery, true);
        }
      }
      scene.clock.advance(2 * MINUTE);
    }
    scene.clock.advance(25 * HOUR);
  }
  for (const from of all) await from.work();
}

async function begin(clock: FakeClock, halls: readonly [Hall, Hall, Hall], isReachable: () => boolean): Promise<Scene> {
  const [caller, ...pledgers] = halls;
  for (const here of halls) for (const other of halls) if (other !== here) await here.knows(actorOf(other));
  const id = trusted.object(`${caller.origin}/calls/1`);
  const made = someCall("1", { id, centre: caller.centre, expires: START + 60 * DAY, told: START });
  const needs = made.needs.map((need) => ({ ...need, id: trusted.object(`${id}/needs/1`) }));
  const call: Call = { ...made, needs };
  await caller.store.direct.calls.put(call);
  for (const { store } of pledgers) {
    await store.direct.objects.put(storedObject(id, { attributedTo: caller.centre, kind: "call" }));
    const received = needs.map((need) => ({
      ...need,
      intent: trusted.object(`${need.id}#primary`),
      until: call.expires,
    }));
    await store.direct.calls.putReceived({ ...call, from: caller.centre, needs: received });
  }
  const nobody: Pick<HttpClient, "get"> = { get: async () => err({ type: "timeout" }) };
  return {
    caller: sideOf(caller, nobody),
    pledgers: pledgers.map((here) => sideOf(here, asking(caller, here, isReachable))),
    call,
    clock,
    late: [],
  };
}

test("a caller and two who pledge come to the same end, and no unit is filled twice", async () => {
  const reached = new Set<string>();
  const property = fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 60, size: "max" }), async (script) => {
    const clock = fakeClock(START);
    await using caller = await hall({ host: "c.example", clock });
    await using first = await hall({ host: "p.example", clock });
    await using second = await hall({ host: "q.example", clock });
    let isReachable = false;
    const scene = await begin(clock, [caller, first, second], () => isReachable);
    for (const each of script) {
      clock.advance(500);
      if (each.type === "work") await (one([scene.caller, ...scene.pledgers], each.pick) ?? scene.caller).work();
      else if (each.type === "ask") {
        isReachable = each.amount > 1;
        clock.advance(each.pick * HOUR);
      } else {
        await people(scene, each);
        if (/arrive|delay|late|lose/.test(each.type)) await network(scene, each);
      }
      const call = await caller.store.direct.calls.get(scene.call.id);
      expect(call?.needs[0]?.available).toBeGreaterThanOrEqual(0);
    }
    isReachable = true;
    await rest(scene);
    const theirs = new Map((await pledgesOf(scene, scene.caller)).map((pledge) => [pledge.id, pledge]));
    const told = ({ pledger, quantity, unit, intent, answer, withdrawn }: KeptPledge) => ({
      pledger,
      quantity,
      unit,
      intent,
      answer,
      isBack: withdrawn !== undefined,
    });
    for (const pledger of scene.pledgers) {
      for (const pledge of await pledgesOf(scene, pledger)) {
        const other = theirs.get(pledge.id);
        reached.add(stateOf(pledge));
        if (other === undefined) expect(stateOf(pledge)).toBe("withdrawn");
        else expect(told(pledge)).toEqual(told(other));
      }
    }
  });
  // Each run starts three nodes: making a failure smaller would take an hour.
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
  expect(reached.size).toBeGreaterThan(2);
});
