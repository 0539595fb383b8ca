import {
  DAY,
  hundredths,
  MINUTE,
  trusted,
  type ActivityId,
  type Audience,
  type CallDraft,
  type ObjectId,
  type PostDraft,
  type PlainDate,
  type Result,
} from "@commonhall/domain";
import { callDraft, postDraft, START, texts, type Network, type TestNode } from "@commonhall/testkit/network";
import fc from "fast-check";

/** What people do with what is not for everybody. */
export const DEEDS = [
  "post",
  "change a post",
  "narrow a post",
  "delete a post",
  "call",
  "drill",
  "change a call",
  "narrow a call",
  "report back",
  "safe, stop sharing",
  "delete a call",
  "pledge",
  "accept",
  "fulfil",
  "withdraw a pledge",
  "end an alliance",
  "renew an alliance",
  "time passes",
] as const;
type Deed = (typeof DEEDS)[number];

export interface Step {
  readonly deed: Deed;
  readonly to: "allies" | "alliance" | "named";
  readonly inCampaign: boolean;
  /** Which of those that there are. */
  readonly which: number;
}

export const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    deed: fc.constantFrom(...DEEDS),
    to: fc.constantFrom("allies" as const, "alliance" as const, "named" as const),
    inCampaign: fc.boolean(),
    which: fc.nat(1000),
  }),
  { minLength: 4, maxLength: 14 },
);

/** In which everything happens once at least. `which` counts posts, calls and pledges from the first. */
export const STORY: readonly Step[] = (
  [
    ["post", 0],
    ["post", 0],
    ["change a post", 0],
    ["narrow a post", 0],
    ["delete a post", 0],
    ["call", 0],
    ["call", 0],
    ["pledge", 0],
    ["accept", 0],
    ["time passes", 0],
    ["pledge", 0],
    ["fulfil", 0],
    ["withdraw a pledge", 1],
    ["change a call", 0],
    ["report back", 0],
    ["safe, stop sharing", 0],
    ["narrow a call", 1],
    ["drill", 0],
    ["delete a call", 2],
    ["end an alliance", 0],
    ["renew an alliance", 0],
    ["time passes", 0],
  ] as const
).map(([deed, which]) => ({ deed, which, to: "allies", inCampaign: true }));

export interface Life {
  /** Does them one after the other, each told and heard before the next. */
  live(steps: readonly Step[]): Promise<void>;
  /** How often each has been done, and was not refused. */
  readonly done: ReadonlyMap<Deed, number>;
  /** Addresses of all of it, whether it is still there or not. */
  readonly addresses: readonly string[];
}

interface Stage {
  readonly hall: TestNode;
  readonly ally: TestNode;
  readonly alliance: ObjectId;
  readonly campaign: NonNullable<PostDraft["campaign"]>;
}

export function secretLife(net: Network, stage: Stage): Life {
  const { hall, ally, alliance } = stage;
  const commands = () => hall.running.federation.commands;
  const [posts, calls, pledges]: [ObjectId[], ObjectId[], ActivityId[]] = [[], [], []];
  const done = new Map<Deed, number>();
  const addresses: string[] = [];
  let count = 0;

  const audienceFor = ({ to }: Pick<Step, "to">): Audience => {
    if (to === "alliance") return { type: "alliance", alliance };
    return to === "allies" ? { type: "allies" } : { type: "named", actors: [ally.id] };
  };
  const words = () => `secret ${(count += 1)}`;
  const post = (step: Step): PostDraft => ({
    ...postDraft(words(), step.inCampaign ? stage.campaign : undefined),
    tags: ["walked"],
    audience: audienceFor(step),
  });
  const call = (step: Step, more: Partial<CallDraft> = {}): CallDraft =>
    callDraft({
      text: texts(words()),
      audience: audienceFor(step),
      expires: START + 60 * DAY,
      ...(step.inCampaign ? { campaign: stage.campaign } : {}),
      ...more,
    });
  const one = <T>(all: readonly T[], { which }: Step): T | undefined => all[which % Math.max(1, all.length)];
  const known = async (id: ObjectId | undefined) =>
    id === undefined ? undefined : hall.running.store.callViews.get(id);

  const publish = async (all: ObjectId[], doing: Promise<Result<{ readonly id: ObjectId }, object>>) => {
    const published = await doing;
    if (published.ok) all.push(published.value.id);
    return published;
  };
  const withPost = (step: Step, change: (id: ObjectId) => Promise<Result<unknown, object>>) => {
    const id = one(posts, step);
    return id === undefined ? undefined : change(id);
  };
  const withCall = (step: Step, change: (id: ObjectId) => Promise<Result<unknown, object>>) => {
    const id = one(calls, step);
    return id === undefined ? undefined : change(id);
  };
  const withPledge = (step: Step, change: (id: ActivityId) => Promise<Result<unknown, object>>) => {
    const id = one(pledges, step);
    return id === undefined ? undefined : change(id);
  };
  const named = { to: "named" } as const;

  const deeds: Record<Deed, (step: Step) => Promise<Result<unknown, object>> | undefined> = {
    post: (step) => publish(posts, commands().publishPost(post(step), BY)),
    "change a post": (step) =>
      withPost(step, async (id) => {
        const { audience: _, ...said } = post(step);
        return commands().updatePost(id, said, BY);
      }),
    "narrow a post": (step) => withPost(step, (id) => commands().updatePost(id, post({ ...step, ...named }), BY)),
    "delete a post": (step) => withPost(step, (id) => commands().deletePublication(id, BY)),
    call: (step) => publish(calls, commands().publishCall(call(step), BY)),
    drill: (step) => publish(calls, commands().publishCall(call(step, { exercise: true }), BY)),
    "change a call": (step) =>
      withCall(step, async (id) => {
        const before = await known(id);
        if (before === undefined) return NOTHING;
        const { audience, exercise, campaign } = before;
        const { campaign: _, ...said } = call(step, { audience, exercise });
        return commands().updateCall(id, campaign === undefined ? said : { ...said, campaign }, BY);
      }),
    "narrow a call": (step) => withCall(step, (id) => commands().narrowCall(id, audienceFor(named), BY)),
    "report back": (step) => withCall(step, (id) => commands().closeCall(id, "met", texts(words()), BY)),
    "safe, stop sharing": (step) => withCall(step, (id) => commands().withdrawCall(id, BY)),
    "delete a call": (step) => withCall(step, (id) => commands().deleteCall(id, BY)),
    pledge: (step) =>
      withCall(step, async (id) => {
        const draft = { quantity: hundredths(100), text: words() };
        const said = await ally.running.federation.pledges.pledge(trusted.object(`${id}/needs/1`), draft, BY);
        if (said.ok) pledges.push(said.value.id);
        return said;
      }),
    accept: (step) => withPledge(step, (id) => hall.running.federation.pledges.acceptPledge(id, {}, BY)),
    fulfil: (step) => withPledge(step, (id) => hall.running.federation.pledges.fulfilPledge(id, undefined, BY)),
    "withdraw a pledge": (step) => withPledge(step, (id) => ally.running.federation.pledges.withdrawPledge(id, BY)),
    "end an alliance": () => hall.running.federation.allies.end(ally.handle),
    "renew an alliance": async () => {
      const offered = await hall.running.federation.allies.offer(ally.handle, { grid: EVERYTHING });
      await net.settle();
      return offered.ok ? ally.running.federation.allies.accept(hall.handle) : offered;
    },
    "time passes": async () => {
      // A quarter of an hour is what numbers of a call wait for.
      await net.pass(16 * MINUTE);
      return { ok: true, value: undefined };
    },
  };

  return {
    done,
    addresses,
    async live(steps) {
      for (const step of steps) {
        const result = await deeds[step.deed](step);
        if (result?.ok === true) done.set(step.deed, (done.get(step.deed) ?? 0) + 1);
        await net.settle();
      }
      const reports = await Promise.all(calls.map(async (id) => (await known(id))?.closing?.report));
      const all = [...posts, ...calls, ...pledges, ...reports.filter((id) => id !== undefined)];
      for (const id of all) if (!addresses.includes(id)) addresses.push(id);
    },
  };
}

const BY = "first";
const NOTHING = { ok: false, error: {} } as const;
const CELL = { send: true, accept: true, passOn: false } as const;
const EVERYTHING = { campaigns: CELL, calls: CELL, bulletins: CELL };

export const LAST_DAY = "2027-11-22" as PlainDate;
