import { endOf, HOUR } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { hall, START } from "../testing/hall.fixture.ts";
import { foundedBy, leaveOf, member, offers, signedBy, usIn, type Member } from "../testing/member.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

const HALF_A_DAY = 12 * HOUR;
const campaigns = { from: "all", passOn: false } as const;

/** Ana and Bo are in an alliance with us, and each has said something to it and something to us. */
async function scene() {
  const here = await hall();
  const [ana, bo] = [await member(), await member()];
  for (const one of [ana, bo]) await here.knows(one.known);
  const first = foundedBy(ana, [await usIn(here), ana.member, bo.member], { terms: { kinds: { campaigns } } });
  await offers(here, ana, await signedBy([ana, bo], first, START));
  const signed = await here.federation.alliances.sign(first.alliance);
  if (!signed.ok) throw new Error(signed.error.type);
  const says = async (by: Member, text: string, to: string) => {
    const who = somebody(by.member.id, here.clock);
    await here.takesIn(
      who.creates(who.note(text, to === here.centre ? { to: [to] } : { kind: "CampaignPost", to: [to] }), [to]),
    );
  };
  await says(ana, "Ana to the alliance", first.alliance);
  await says(ana, "Ana to us", here.centre);
  await says(bo, "Bo to the alliance", first.alliance);
  await says(bo, "Bo to us", here.centre);
  await here.federation.drain();
  const later = async (time: number) => {
    here.clock.advance(time);
    await here.federation.drain();
    return (await here.list()).toSorted();
  };
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    for (const one of [ana, bo]) await one[Symbol.asyncDispose]();
  };
  return { here, ana, bo, first, later, [Symbol.asyncDispose]: dispose };
}

const EVERYTHING = ["Ana to the alliance", "Ana to us", "Bo to the alliance", "Bo to us"];

describe("what was said to an alliance", () => {
  test("stays while who said it and we are members", async () => {
    await using it = await scene();
    expect(await it.later(30 * HALF_A_DAY)).toEqual(EVERYTHING);
  });

  test("by one who has left goes within the day, and nothing that others or they said otherwise", async () => {
    await using it = await scene();
    await offers(it.here, it.bo, await leaveOf(it.bo, it.first, START));
    expect(await it.later(HALF_A_DAY - HOUR)).toEqual(EVERYTHING);
    expect(await it.later(HOUR)).toEqual(EVERYTHING.filter((text) => text !== "Bo to the alliance"));
  });

  test("goes within the day after we have left, and what comes to us another way stays", async () => {
    await using it = await scene();
    expect((await it.here.federation.alliances.leave(it.first.alliance)).ok).toBe(true);
    expect(await it.later(HALF_A_DAY)).toEqual(["Ana to us", "Bo to us"]);
  });

  test("goes when the alliance is over, on a day on which nobody says anything", async () => {
    await using it = await scene();
    expect(await it.later(endOf(it.first.charter) - HOUR - START)).toEqual(EVERYTHING);
    expect(await it.later(HOUR)).toEqual(["Ana to us", "Bo to us"]);
  });
});
