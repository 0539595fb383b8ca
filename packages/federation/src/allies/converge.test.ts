import type { Ally, AllyState, AllyTerms } from "@commonhall/domain";
import { ALL_BETWEEN_US, dateOf, DAY, gridOf, mirroredTerms } from "@commonhall/domain";
import { fakeClock, type FakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { accidents, actorOf, network, side, type Side, type Step } from "../testing/two-sides.fixture.ts";
import { allyCommands } from "./ally-commands.ts";

// Two centres offer each other to be allies, say yes and no, and end it, both at the same time, over a network that loses,
// doubles, delays and reorders all of it. When it has come to rest both know the same offer in the same state and with the
// same terms, and neither takes itself for an ally of who is none.

const commandsOf = ({ ports }: Hall, knows: Hall) => {
  const found = async () => ({ ok: true, value: actorOf(knows) }) as const;
  const find = { byAccount: found, byAddress: found, fresh: found };
  return allyCommands(ports, { find, levels: { of: async () => "accept" as const } });
};

interface World {
  readonly a: Side;
  readonly b: Side;
}

const known = ({ hall: here }: Side, { hall: there }: Side): Promise<Ally | undefined> =>
  here.store.direct.allies.with(there.centre);

/** Several, so that two offers that cross are not of the same. */
const TERMS: readonly AllyTerms[] = [
  { grid: ALL_BETWEEN_US },
  { grid: gridOf(() => ({ send: true, accept: false, passOn: true })), until: dateOf(START + 200 * DAY) },
];

const people = ["offer", "accept", "decline", "end"].flatMap((does) => [`a: ${does}`, `b: ${does}`]);

async function act(type: string, pick: number, { a, b }: World): Promise<void> {
  const [who, does] = type.split(": ");
  const [here, there] = who === "a" ? [a.hall, b.hall] : [b.hall, a.hall];
  const commands = commandsOf(here, there);
  if (does === "offer") await commands.offer(there.centre, TERMS[pick % TERMS.length] ?? { grid: ALL_BETWEEN_US });
  if (does === "accept") await commands.accept(there.centre);
  if (does === "decline") await commands.decline(there.centre);
  if (does === "end") await commands.end(there.centre);
}

const steps = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom(...people), pick: fc.nat(1) }) },
  ...accidents,
);
const walk = (...types: readonly string[]): Step[] => types.map((type) => ({ type, pick: 0 }));
const ARRIVED = ["a: offer", "arrive", "work b"] as const;
const scripts = fc
  .tuple(fc.boolean(), fc.array(steps, { minLength: 5, maxLength: 40 }))
  .map(([begun, rest]) => [...(begun ? walk(...ARRIVED) : []), ...rest]);

/** Walked each time, so that every state is come to at least once. */
const EXAMPLES = [
  walk("a: offer"),
  walk(...ARRIVED, "b: accept"),
  walk(...ARRIVED, "b: decline"),
  walk("a: offer", "b: offer", "a: accept", "b: accept"),
  walk(...ARRIVED, "b: accept", "a: end"),
  walk(...ARRIVED, "b: accept", "delay", "b: end", "arrive", "late letter"),
];

async function play(script: readonly Step[], clock: FakeClock, world: World): Promise<void> {
  const between = network({ ...world, clock });
  for (const step of script) {
    clock.advance(1000);
    await (people.includes(step.type) ? act(step.type, step.pick, world) : between.happens(step));
  }
  await between.calms();
}

const MIRRORED: Readonly<Record<AllyState, AllyState>> = {
  offered: "received",
  received: "offered",
  accepted: "accepted",
  declined: "declined",
  ended: "ended",
};

test("both sides of an alliance come to the same end, whatever the network does", async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(scripts, async (script) => {
    const clock = fakeClock(START);
    await using here = await hall({ host: "a.example", clock });
    await using there = await hall({ host: "b.example", clock });
    await here.knows(actorOf(there));
    await there.knows(actorOf(here));
    const world = { a: side(here), b: side(there) };
    await play(script, clock, world);
    const [ours, theirs] = [await known(world.a, world.b), await known(world.b, world.a)];
    if (ours !== undefined) seen.add(ours.state);
    expect(theirs?.offer).toBe(ours?.offer);
    expect(theirs?.state).toBe(ours && MIRRORED[ours.state]);
    expect(theirs && mirroredTerms(theirs.terms)).toEqual(ours?.terms);
  });
  await fc.assert(property, { numRuns: 40, examples: EXAMPLES.map((one): [Step[]] => [one]) });
  expect([...seen]).toEqual(expect.arrayContaining(["offered", "accepted", "declined", "ended"]));
}, 180_000);
