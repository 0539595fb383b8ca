import { DAY, HOUR, MINUTE, region, type Role } from "@commonhall/domain";
import { RELEASE_DAY } from "@commonhall/testkit";
import { network, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";
import { confirmsClock, sealedDesk, STORY, sure, workersTell } from "../workers-tell.ts";

const OFFICERS: Readonly<Record<string, readonly Role[]>> = {
  ana: ["caseworker"],
  pia: ["proposer"],
  ari: ["approver"],
};
const passphraseOf = (id: string): string => `${id} walks under seven green umbrellas`;
const deskOf = (node: TestNode, id: string) => sealedDesk(node, id, passphraseOf(id));

/** With officers, of whom one has heard twenty-four workers. */
async function withReports(node: TestNode): Promise<void> {
  const people = Object.entries(OFFICERS).map(([id, roles]) => ({ id, roles, passphrase: passphraseOf(id) }));
  const founded = await node.running.vault.found(people);
  if (!founded.ok) throw new Error(founded.error.type);
  // The box of coded records is made by whoever holds it.
  await deskOf(node, "pia");
  await workersTell(node, await deskOf(node, "ana"), 24);
}

test("what many workers told comes out on the release day, on the desks of allies alone, and no word of it earlier or more", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await nairobi.follows(beirut);
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  await withReports(beirut);

  // The others are on all the while, and so believe their clocks.
  for (let left = RELEASE_DAY - 3 * DAY - net.clock(); left > 0; left -= 7 * DAY) {
    net.clock.advance(Math.min(left, 7 * DAY));
    for (const { running } of [hongKong, nairobi]) await running.vault.sweep();
  }
  const room = async (id: string) => {
    const desk = await deskOf(beirut, id);
    await confirmsClock(beirut, desk);
    return desk.release;
  };
  const pia = await room("pia");
  expect(await pia.setPolicy({ country: sure(region("LB")), catchment: 2_000_000 })).toMatchObject({ ok: true });
  expect(await pia.make()).toMatchObject({ ok: true });
  const candidates = sure(await pia.day()).candidates;
  expect(candidates.map(({ release }) => release.type)).toEqual(expect.arrayContaining(["bulletin", "statistics"]));
  // One, unless by luck so many are held back that they are a group of their own.
  const groups = candidates.filter(({ release }) => release.type === "bulletin").length;
  for (const { id } of candidates) expect(await pia.accept(id)).toMatchObject({ ok: true });
  const ari = await room("ari");
  for (const { id } of candidates) expect(await ari.accept(id)).toMatchObject({ ok: true });

  const arrived = async (node: TestNode) => (await node.running.store.bulletinViews.list({})).length;
  net.clock.set(RELEASE_DAY - MINUTE);
  await beirut.running.moveReleases();
  await net.settle();
  expect(await arrived(hongKong)).toBe(0);

  net.clock.set(RELEASE_DAY);
  await beirut.running.moveReleases();
  await net.settle();
  const [line] = await hongKong.running.store.bulletinViews.list({});
  expect(await arrived(hongKong)).toBe(groups);
  expect(line).toMatchObject({
    by: beirut.id,
    published: RELEASE_DAY,
    bulletin: {
      period: expect.stringMatching(/^202[56]/),
      threshold: 11,
      // Noise may add a code that nobody told of, and take a share up or down.
      abuse: expect.arrayContaining([expect.objectContaining({ code: "wages" })]),
    },
  });
  expect((await hongKong.running.store.bulletinViews.tables({})).length).toBe(2);
  const shown = await hongKong.timeline({ kind: "bulletin" });
  expect(shown).toMatchObject(Array.from({ length: groups }, () => ({ reason: "ally", object: { reach: "limited" } })));
  expect([await arrived(nairobi), await nairobi.timeline()]).toEqual([0, []]);
  const outside = await fetch(sure(line).object, { headers: { accept: "application/activity+json" } });
  expect(outside.status).toBe(404);
  expect(JSON.stringify(await hongKong.timeline())).not.toContain(STORY);

  // Whoever has nothing to say on that day tells allies so, without anybody's doing, and once.
  const sent = async (node: TestNode) => (await node.running.store.deliveryViews.counts()).done;
  const before = [await sent(hongKong), await sent(nairobi)] as const;
  for (const node of [hongKong, nairobi, hongKong]) await node.running.moveReleases();
  await net.settle();
  expect([await sent(hongKong), await sent(nairobi)]).toEqual([before[0] + 1, before[1]]);

  // Once more, and on the next day with nothing new: nobody is told of twice.
  await beirut.running.moveReleases();
  net.clock.advance(HOUR);
  await beirut.running.moveReleases();
  await net.settle();
  expect(await arrived(hongKong)).toBe(groups);
});
