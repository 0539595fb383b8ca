import { DAY, HOUR, languageTag, MINUTE, region, sector, type Role } from "@commonhall/domain";
import { network, type TestNode } from "@commonhall/testkit/network";
import type { CaseId, Coding, RegisterId, VaultDesk } from "@commonhall/vault";
import { expect, test } from "vitest";

/** The first Tuesday of February 2027, 09:00 UTC. */
const RELEASE_DAY = Date.UTC(2027, 1, 2, 9);
const STORY = "They keep my passport in the safe of the agency.";
const OFFICERS: Readonly<Record<string, readonly Role[]>> = {
  ana: ["caseworker"],
  pia: ["proposer"],
  ari: ["approver"],
};
const passphraseOf = (id: string): string => `${id} walks under seven green umbrellas`;

const sure = <T>(value: T | undefined): T => value ?? expect.fail("a code of the list");

async function deskOf({ running }: TestNode, id: string): Promise<VaultDesk> {
  const opened = await running.vault.door.unlock(id, passphraseOf(id));
  if (!opened.ok) throw new Error(opened.error.type);
  return sure(await running.vault.door.desk(id, opened.value.token));
}

/** So many workers of as many households tell the same, agree to be counted in a group, and are verified. */
async function workersTell(node: TestNode, count: number): Promise<void> {
  const people = Object.entries(OFFICERS).map(([id, roles]) => ({ id, roles, passphrase: passphraseOf(id) }));
  const founded = await node.running.vault.found(people);
  if (!founded.ok) throw new Error(founded.error.type);
  // The box of coded records is made by whoever holds it.
  await deskOf(node, "pia");
  const ana = await deskOf(node, "ana");
  for (let told = 0; told < count; told += 1) {
    await node.running.vault.intakes.submit(
      { language: sure(languageTag("en")), happened: ["wages"], story: STORY, consents: ["C2"], files: [] },
      { code: "none", channel: "web", quarantined: false },
    );
  }
  for (const id of await allCases(ana)) {
    const employer = await ana.register.add({ kind: "employer", name: `Household ${id}` }, "other");
    if (!employer.ok) throw new Error(employer.error.type);
    expect(await ana.cases.verify(id)).toMatchObject({ ok: true });
    expect(await ana.cases.code(id, codingWith(employer.value.id))).toMatchObject({ ok: true });
  }
}

async function allCases({ cases }: VaultDesk): Promise<readonly CaseId[]> {
  const found: CaseId[] = [];
  let page = await cases.list({});
  for (;;) {
    found.push(...page.items.map(({ id }) => id));
    if (page.next === undefined) return found;
    page = await cases.list({ after: page.next });
  }
}

const codingWith = (employer: RegisterId): Coding => ({
  kinds: ["wage.unpaid"],
  mainAbuse: "wages",
  sector: sure(sector("isic4:T97")),
  place: sure(region("LB-BA")),
  origin: sure(region("NP")),
  adult: true,
  employer,
  recruitment: { chain: [], fees: [] },
});

test("what many workers told comes out on the release day, on the desks of allies alone, and no word of it earlier or more", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  await nairobi.follows(beirut);
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  await workersTell(beirut, 24);

  net.clock.set(RELEASE_DAY - 3 * DAY);
  // Between release days a machine may have slept; somebody looks at its clock.
  const room = async (id: string) => {
    const desk = await deskOf(beirut, id);
    const ahead = (await beirut.running.vault.door.state()).clockAhead;
    if (ahead !== undefined) expect(await desk.confirmClock(ahead.now)).toMatchObject({ ok: true });
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
  expect(JSON.stringify(await hongKong.timeline())).not.toContain("passport in the safe");

  // Once more, and on the next day with nothing new: nobody is told of twice.
  await beirut.running.moveReleases();
  net.clock.advance(HOUR);
  await beirut.running.moveReleases();
  await net.settle();
  expect(await arrived(hongKong)).toBe(groups);
});
