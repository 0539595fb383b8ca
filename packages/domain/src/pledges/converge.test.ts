import fc from "fast-check";
import { expect, test } from "vitest";
import { hundredths, NO_QUANTITY, quantityPlus } from "../calls/quantity.ts";
import { trusted } from "../ids.ts";
import { SECOND } from "../time.ts";
import { availableOf, filledBy } from "./filled.ts";
import { stateOf, PLEDGE_STATES, type Pledge, type PledgeAnswer, type PledgeState } from "./pledge.ts";
import {
  accepts,
  asks,
  declines,
  ends,
  forNeed,
  fulfils,
  hears,
  pledges,
  START,
  withdraws,
  world,
  type Disk,
  type Letter,
  type Message,
} from "./testing/pledge-world.fixture.ts";

// Two to five nodes that call and pledge, and a network that loses, doubles, delays and reorders what they say, while
// they crash in the middle of what they do and before they have sent what they did. Whatever happens: no unit is filled
// twice, not even in the eyes of those who fill it; and once the network is a good one, both sides of every pledge say
// the same and none has been lost.

interface Step {
  readonly type: (typeof COMMANDS)[number] | (typeof NETWORK)[number];
  readonly node: number;
  readonly pick: number;
  readonly amount: number;
  /** A crash before the commit, or between the commit and the end of what follows it. */
  readonly crash: boolean;
}

const COMMANDS = ["pledge", "withdraw", "accept", "accept part", "decline", "fulfil", "end", "ask", "forge"] as const;
const NETWORK = ["send", "give up", "arrive", "arrive twice", "lose"] as const;

const LOSES: readonly Step["type"][] = ["give up", "lose", "ask"];

const step = fc.record<Step>({
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("pledge", "accept", "accept part") },
    { weight: 2, arbitrary: fc.constantFrom(...COMMANDS) },
    { weight: 5, arbitrary: fc.constantFrom("send", "arrive") },
    { weight: 2, arbitrary: fc.constantFrom(...NETWORK) },
  ),
  node: fc.nat(4),
  pick: fc.nat(30),
  amount: fc.integer({ min: 1, max: 200 }),
  crash: fc.integer({ min: 0, max: 7 }).map((of) => of === 0),
});

const quantities = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom(100, 100, 250, 999_999_999));
const asked = fc.array(quantities, { minLength: 2, maxLength: 5 });

interface Play {
  readonly disks: Disk[];
  readonly air: Letter[];
  now: number;
  count: number;
}

const at = <T>(all: readonly T[], pick: number): T | undefined =>
  all.length === 0 ? undefined : all[pick % all.length];

/** One that this can be done to, as a person at a desk sees it; now and then any, as two people at two desks do. */
function suitable(pledges: ReadonlyMap<unknown, Pledge>, pick: number, ...states: readonly PledgeState[]) {
  const all = [...pledges.values()];
  return at(pick % 6 === 0 ? all : all.filter((pledge) => states.includes(stateOf(pledge))), pick);
}

function command(play: Play, disk: Disk, { type, pick, amount }: Step): Disk {
  const { now } = play;
  const some = hundredths(amount);
  const on = (pledge: Pledge | undefined, work: (pledge: Pledge) => Disk) =>
    pledge === undefined ? disk : work(pledge);
  switch (type) {
    case "pledge": {
      const need = at(
        disk.known.flatMap((call) => call.needs),
        pick,
      );
      return need === undefined ? disk : pledges(disk, need.id, some, `${(play.count += 1)}`, now);
    }
    case "withdraw":
      return on(suitable(disk.mine, pick, "offered", "accepted"), (own) => withdraws(disk, own, now));
    case "accept":
      return on(suitable(disk.theirs, pick, "offered"), (their) => accepts(disk, their, undefined, now));
    case "accept part":
      return on(suitable(disk.theirs, pick, "offered"), (their) => accepts(disk, their, some, now));
    case "decline":
      return on(suitable(disk.theirs, pick, "offered"), (their) => declines(disk, their, now));
    case "fulfil":
      return on(suitable(disk.theirs, pick, "accepted"), (their) => fulfils(disk, their, now));
    case "end":
      return pick > 20 ? ends(disk, now) : disk;
    case "ask":
      return asks(disk);
    default:
      return disk;
  }
}

/** A third node speaks for others: it accepts more than it may, declines, takes back, offers in another's name. */
function forge(play: Play, forger: Disk, { pick, amount }: Step): void {
  const all = play.disks.flatMap((disk) => [...disk.mine.values()]);
  const pledge = at(all, pick);
  if (pledge === undefined) return;
  const word = { activity: trusted.activity(`${forger.id}/forged`), at: play.now + SECOND };
  const answer: PledgeAnswer =
    amount % 2 === 0
      ? { type: "declined", ...word }
      : { type: "accepted", quantity: pledge.quantity, agreement: trusted.object(`${forger.id}/a`), ...word };
  const { answer: _, withdrawn: __, ...offer } = pledge;
  const messages: readonly (readonly [string, Message])[] = [
    [pledge.pledger, { type: "answer", pledge: pledge.id, answer }],
    [pledge.caller, { type: "withdrawal", offer }],
    [pledge.caller, { type: "offer", offer: { ...offer, id: trusted.activity(`${pledge.id}-forged`) } }],
  ];
  const [to, message] = messages[pick % messages.length] ?? [pledge.pledger, { type: "offer", offer }];
  // What comes from one of the two sides is no forgery.
  if (forger.id === pledge.pledger || forger.id === pledge.caller) return;
  play.air.push({ from: forger.id, to: trusted.actor(to), message });
}

function network(play: Play, index: number, disk: Disk, { type, pick, crash }: Step): void {
  if (type === "send" || type === "give up") {
    const letter = at(disk.outbox, pick);
    if (letter === undefined) return;
    if (type === "send") play.air.push(letter);
    // Whoever crashes here has sent it and does not know it.
    const isSettled = type === "give up" || !crash;
    if (isSettled) play.disks[index] = { ...disk, outbox: disk.outbox.filter((other) => other !== letter) };
    return;
  }
  const letter = at(play.air, pick);
  if (letter === undefined) return;
  if (type !== "arrive twice") play.air.splice(play.air.indexOf(letter), 1);
  if (type !== "lose") arrive(play, letter, crash);
}

function arrive(play: Play, letter: Letter, crash: boolean): void {
  const index = play.disks.findIndex(({ id }) => id === letter.to);
  const disk = play.disks[index];
  if (disk === undefined) return;
  // Who crashes before the commit has not answered 202, and it comes again.
  if (crash) play.air.push(letter);
  else play.disks[index] = hears(disk, letter, play.now);
}

/** Done by the first, from `node` on, who can: a step that nobody can take says nothing. */
function take(play: Play, one: Step): void {
  // A clock is set right now and then.
  play.now += one.amount % 9 === 0 ? -20 * SECOND : 400;
  const order = play.disks.map((_, index) => (index + one.node) % play.disks.length);
  for (const index of order) {
    const disk = play.disks[index];
    if (disk === undefined) continue;
    if (one.type === "forge") return forge(play, disk, one);
    if (NETWORK.some((type) => type === one.type)) {
      if (disk.outbox.length > 0 || isAtTheOtherEnd(one.type)) return network(play, index, disk, one);
      continue;
    }
    const next = command(play, disk, one);
    if (next === disk) continue;
    if (!one.crash) play.disks[index] = next;
    return;
  }
}

const isAtTheOtherEnd = (type: Step["type"]): boolean => type !== "send" && type !== "give up";

/** Every need, as its own node sees it and as those see it who pledged for it. */
function checkEveryMoment({ disks }: Play): void {
  for (const { call, theirs } of disks) {
    for (const need of call.needs) {
      const believed = disks.flatMap((disk) => forNeed(disk.mine, need)).map(filledBy);
      const isExact = need.available === availableOf(need, forNeed(theirs, need)) && need.available >= 0;
      const isFilledOnce = believed.reduce(quantityPlus, NO_QUANTITY) <= need.quantity;
      if (!isExact || !isFilledOnce)
        expect.fail(`${need.id}: ${need.available} of ${need.quantity} missing, ${believed.join(" + ")} believed`);
    }
  }
}

/** From now on everything arrives; what is under way now comes the other way round. */
function deliverAll(play: Play): void {
  while (play.air.length > 0 || play.disks.some(({ outbox }) => outbox.length > 0)) {
    play.disks.forEach((disk, index) => {
      play.air.push(...disk.outbox);
      play.disks[index] = { ...disk, outbox: [] };
    });
    for (const letter of play.air.splice(0).toReversed()) arrive(play, letter, false);
  }
}

/** Everybody asks how things stand, as nodes do once a day. */
function rest(play: Play): void {
  for (let day = 0; day < 2; day += 1) {
    deliverAll(play);
    play.disks.forEach((disk, index) => (play.disks[index] = asks(disk)));
  }
  deliverAll(play);
}

function checkInTheEnd({ disks }: Play): void {
  const [mine, theirs] = [
    disks.flatMap((disk) => [...disk.mine.values()]),
    disks.flatMap((disk) => [...disk.theirs.values()]),
  ];
  const known = new Map(theirs.map((pledge) => [pledge.id, pledge]));
  const told = ({ answer, withdrawn, ...offer }: Pledge) => ({ offer, answer, withdrawn: withdrawn !== undefined });
  for (const pledge of mine) {
    const other = known.get(pledge.id);
    // What was taken back before anybody heard of it need not be known.
    if (other === undefined) expect(stateOf(pledge)).toBe("withdrawn");
    else expect(told(pledge)).toEqual(told(other));
  }
  expect(new Set(mine.map(({ id }) => id))).toEqual(new Set([...mine, ...theirs].map(({ id }) => id)));
}

const begin = (needs: readonly (readonly [number, number])[]): Play => ({
  disks: [...world(needs)],
  air: [],
  now: START,
  count: 0,
});

function run(play: Play, script: readonly Step[]): void {
  for (const one of script) {
    take(play, one);
    checkEveryMoment(play);
  }
}

test("both sides of every pledge come to the same end, and no unit is filled twice", () => {
  const reached = new Map<string, number>();
  const script = fc.array(step, { minLength: 10, maxLength: 150, size: "max" });
  const property = fc.property(asked, script, (needs, steps) => {
    const play = begin(needs);
    run(play, steps);
    rest(play);
    checkEveryMoment(play);
    checkInTheEnd(play);
    for (const pledge of play.disks.flatMap((disk) => [...disk.mine.values()])) {
      reached.set(stateOf(pledge), (reached.get(stateOf(pledge)) ?? 0) + 1);
    }
  });
  fc.assert(property, { numRuns: 2000 });
  // Otherwise all of this would say little.
  for (const state of PLEDGE_STATES) expect(reached.get(state) ?? 0, state).toBeGreaterThan(500);
});

test("where nothing is lost for good nobody has to ask", () => {
  const kind = step.filter(({ type }) => !LOSES.includes(type));
  const script = fc.array(kind, { minLength: 10, maxLength: 100, size: "max" });
  const property = fc.property(asked, script, (needs, steps) => {
    const play = begin(needs);
    run(play, steps);
    deliverAll(play);
    checkEveryMoment(play);
    checkInTheEnd(play);
  });
  fc.assert(property, { numRuns: 1000 });
});
