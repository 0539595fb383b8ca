import { HANDSHAKE_STATES, trusted, type ActorId, type Campaign, type Endorsement } from "@commonhall/domain";
import { campaign, fakeClock, type FakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { localKeys } from "../keys/local-keys.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { accidents, actorOf, network, side, type Side, type Step } from "../testing/two-sides.fixture.ts";
import { endorsementCommands } from "./endorsement-commands.ts";

// A centre endorses the campaign of another one, takes that back and does it again, while those who run the campaign say
// yes and no to whatever stands at their desk, over a network that loses, doubles, delays and reorders all of it. When
// it has come to rest both sides know the same offer in the same state, and nothing that was taken back is listed.

const commandsOf = ({ ports }: Hall, knows: Hall) => {
  const found = async () => ({ ok: true, value: groupOf(knows) }) as const;
  const levels = { of: async () => "accept" as const };
  return endorsementCommands(ports, {
    find: { byAccount: found, byAddress: found, fresh: found },
    levels,
    keys: localKeys(ports),
  });
};

const groupOf = (there: Hall) => actorOf(there, there.campaign, { type: "Group", kind: "Campaign" });

const run = async (there: Hall): Promise<Campaign> => {
  const running = campaign("wages", { id: there.campaign, centre: there.centre });
  await there.store.direct.campaigns.put(running);
  return running;
};

interface World {
  readonly a: Side;
  readonly b: Side;
  readonly endorser: ActorId;
  readonly campaign: ActorId;
}

const known = (at: Side, { endorser, campaign: to }: World): Promise<Endorsement | undefined> =>
  at.hall.store.direct.endorsements.between(endorser, to);

/** What people do, where they can: at a desk nobody says yes to what is not there. */
async function act(type: string, pick: number, world: World): Promise<void> {
  const { a, b, campaign: to } = world;
  const endorsing = commandsOf(a.hall, b.hall);
  const deciding = commandsOf(b.hall, a.hall);
  if (type === "endorse") await endorsing.endorse(to, { unnamed: pick % 2 === 1 });
  else if (type === "withdraw") await endorsing.withdrawEndorsement(to);
  else {
    const here = await known(b, world);
    if (here === undefined) return;
    if (type === "accept") await deciding.acceptEndorsement(here.endorsement);
    if (type === "decline") await deciding.declineEndorsement(here.endorsement);
  }
}

const PEOPLE = ["endorse", "withdraw", "accept", "decline"];
const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom(...PEOPLE), pick: fc.nat(1) }),
  },
  ...accidents,
);

const walk = (...types: readonly string[]): readonly Step[] => types.map((type) => ({ type, pick: 0 }));
const ARRIVED = ["endorse", "arrive", "work b"] as const;
/** Half of the walks begin with an offer that has arrived, since few would come so far by chance. */
const scripts = fc
  .tuple(fc.boolean(), fc.array(steps, { minLength: 5, maxLength: 40 }))
  .map(([begun, rest]) => [...(begun ? walk(...ARRIVED) : []), ...rest]);
/** Walked each time, so that every state is come to at least once. */
const EXAMPLES = [
  walk("endorse"),
  walk(...ARRIVED, "accept"),
  walk(...ARRIVED, "accept", "decline"),
  walk("endorse", "withdraw"),
];

async function play(script: readonly Step[], clock: FakeClock, world: World): Promise<void> {
  const { a, b } = world;
  const between = network({ a, b, clock });
  for (const step of script) {
    clock.advance(1000);
    await (PEOPLE.includes(step.type) ? act(step.type, step.pick, world) : between.happens(step));
  }
  await between.calms();
}

test("both sides of an endorsement come to the same end, and to no other than somebody has said", async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(scripts, async (script) => {
    const clock = fakeClock(START);
    await using here = await hall({ host: "a.example", clock });
    await using there = await hall({ host: "b.example", clock });
    const to = await run(there);
    await here.knows(groupOf(there));
    await there.knows(actorOf(here));
    const world = { a: side(here), b: side(there), endorser: here.centre, campaign: to.id };
    await play(script, clock, world);
    const [asked, answered] = [await known(world.a, world), await known(world.b, world)];
    expect(answered?.offer).toBe(asked?.offer);
    expect(answered?.state).toBe(asked?.state);
    expect(answered?.unnamed).toBe(asked?.unnamed);
    if (asked !== undefined) seen.add(asked.state);
    const shown = await there.store.endorsementViews.shownOf(to.id);
    expect(shown).toHaveLength(asked?.state === "accepted" && !asked.unnamed ? 1 : 0);
  });
  await fc.assert(property, { numRuns: 40, examples: EXAMPLES.map((one): [Step[]] => [[...one]]) });
  expect([...seen].toSorted()).toEqual([...HANDSHAKE_STATES].toSorted());
}, 120_000);

test("a stranger's offer waits apart, is not listed, and is answered all the same", async () => {
  const clock = fakeClock(START);
  await using here = await hall({ host: "a.example", clock });
  await using there = await hall({ host: "b.example", clock });
  const to = await run(there);
  await here.knows(groupOf(there));
  await there.knows(actorOf(here));
  const world: World = { a: side(here), b: side(there), endorser: here.centre, campaign: to.id };
  await act("endorse", 0, world);
  await network({ ...world, clock }).calms();
  expect(await there.store.endorsementViews.of(to.id)).toEqual([]);
  expect(await there.store.apartViews.list(5)).toMatchObject([
    { kind: "endorsement", from: here.centre, about: to.id },
  ]);
  await act("accept", 0, world);
  await network({ ...world, clock }).calms();
  expect((await known(world.a, world))?.state).toBe("accepted");
  expect(await there.store.apartViews.count()).toBe(0);
  expect((await there.store.endorsementViews.shownOf(to.id)).map(({ endorser }) => endorser)).toEqual([here.centre]);
});

test("one server cannot fill the list of strangers", async () => {
  const clock = fakeClock(START);
  await using there = await hall({ host: "b.example", clock });
  const to = await run(there);
  const offer = (host: string, n: number) => {
    const actor = trusted.actor(`https://${host}/centres/c${n}`);
    const relationship = "https://w3id.org/workers-centres/ns#endorses";
    return there.takesIn({
      id: `https://${host}/offers/${n}`,
      type: "Offer",
      actor,
      to: [to.id],
      object: { id: `https://${host}/e/${n}`, type: "Relationship", subject: actor, relationship, object: to.id },
    });
  };
  for (let n = 0; n < 30; n += 1) await offer("mill.example", n);
  await offer("other.example", 1);
  await there.reads();
  expect(await there.store.apartViews.count()).toBe(21);
  expect(there.logged.map(({ facts }) => facts)).toEqual([{ why: "so many of its server wait already", count: 10 }]);
  expect((await there.store.apartViews.list(50)).map(({ from }) => new URL(from).host)).toContain("other.example");
});
