import { HOUR, trusted, type ActorId, type HandshakeState } from "@commonhall/domain";
import { campaign } from "@commonhall/testkit";
import { PUBLIC, tallyDocument } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, START } from "../testing/hall.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

/** A campaign of ours that Ana organises with us, and Bo does not. */
async function scene() {
  const here = await hall();
  const [ana, bo] = ["ana", "bo"].map((name) => somebody(`https://${name}.example/centres/${name}`, here.clock));
  if (ana === undefined || bo === undefined) throw new Error("nobody");
  for (const one of [ana, bo]) await here.knows(one.known);
  const ours = campaign("wages", { id: here.campaign, centre: here.centre });
  await here.store.direct.campaigns.put(ours);
  const joins = (organiser: ActorId, state: HandshakeState) =>
    here.store.direct.organisers.put({
      campaign: here.campaign,
      organiser,
      lead: here.centre,
      offer: trusted.activity(`${here.origin}/activities/invites-${organiser.slice(8)}`),
      state,
      since: START,
      apart: false,
    });
  await joins(ana.id, "accepted");
  const number = (by: ActorId, count: number, published = here.clock()) =>
    tallyDocument({
      id: trusted.object(`${new URL(by).origin}/tallies/1`),
      centre: { id: by, languages: ["en" as never] },
      campaign: ours,
      count,
      published,
    });
  const reads = async (document: ReturnType<typeof ana.creates>) => {
    await here.takesIn(document);
    await here.reads();
  };
  const counted = async () => (await here.store.organiserViews.tallies(here.campaign)).map(({ count }) => count);
  const refusals = () => here.logged.map(({ facts }) => facts["why"]);
  const passedOn = async () => (await here.tasks()).filter((task) => JSON.stringify(task).includes("pass on"));
  return {
    here,
    ana,
    bo,
    ours,
    joins,
    number,
    reads,
    counted,
    refusals,
    passedOn,
    [Symbol.asyncDispose]: here[Symbol.asyncDispose],
  };
}

describe("how many took part", () => {
  test("counts where an organiser of a campaign of ours says it, and of two numbers the later one", async () => {
    await using it = await scene();
    await it.reads(it.ana.creates(it.number(it.ana.id, 40)));
    expect(await it.counted()).toEqual([40]);
    await it.reads(it.ana.creates(it.number(it.ana.id, 7, START - HOUR)));
    expect(await it.counted()).toEqual([40]);
  });

  test.each<HandshakeState | "nothing">(["nothing", "offered", "declined", "withdrawn"])(
    "counts of nobody who is no organiser: %s",
    async (state) => {
      await using it = await scene();
      if (state !== "nothing") await it.joins(it.bo.id, state);
      await it.reads(it.bo.creates(it.number(it.bo.id, 1_000_000)));
      expect(await it.counted()).toEqual([]);
    },
  );

  test("is said by nobody in the name of another", async () => {
    await using it = await scene();
    // Of one server, so that not even where it comes from tells them apart.
    const neighbour = somebody("https://ana.example/centres/neighbour", it.here.clock);
    await it.reads(neighbour.creates(it.number(it.ana.id, 1_000_000)));
    await it.reads(it.bo.creates(it.number(it.ana.id, 1_000_000)));
    expect(await it.counted()).toEqual([]);
    expect(it.refusals()).not.toEqual([]);
    expect(JSON.stringify(it.here.logged)).not.toContain("1000000");
  });

  test("is not from the future: a number of tomorrow gives way to one of today", async () => {
    await using it = await scene();
    await it.reads(it.ana.creates(it.number(it.ana.id, 9, START + 1000 * HOUR)));
    it.here.clock.advance(HOUR);
    await it.reads(it.ana.updates({ ...it.number(it.ana.id, 8), id: `${new URL(it.ana.id).origin}/tallies/1` }));
    expect(await it.counted()).toEqual([8]);
  });
});

describe("what is written in a campaign of ours", () => {
  const inIt = (it: Awaited<ReturnType<typeof scene>>) => ({
    kind: "CampaignPost",
    audience: it.here.campaign,
    context: it.here.campaign,
  });

  test("by an organiser is passed on to who follows it", async () => {
    await using it = await scene();
    await it.reads(it.ana.creates(it.ana.note("We met them", inIt(it))));
    expect(await it.passedOn()).toHaveLength(1);
  });

  test("by somebody else, as a reply, or not to everybody is not", async () => {
    await using it = await scene();
    await it.joins(it.bo.id, "declined");
    await it.reads(it.bo.creates(it.bo.note("Buy this", inIt(it))));
    const reply = it.ana.note("Indeed", { ...inIt(it), inReplyTo: `${it.here.origin}/posts/1` });
    await it.reads(it.ana.creates(reply));
    const to = [it.here.centre];
    await it.reads(it.ana.creates(it.ana.note("Between us", { ...inIt(it), to }), to));
    expect(await it.passedOn()).toEqual([]);
  });

  test("once the campaign is closed is not", async () => {
    await using it = await scene();
    await it.here.store.direct.campaigns.put({ ...it.ours, status: "closed" });
    await it.reads(it.ana.creates(it.ana.note("Late", inIt(it)), [PUBLIC]));
    expect(await it.passedOn()).toEqual([]);
  });
});
