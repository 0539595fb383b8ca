import { DAY, endOf, HOUR, type Alliance, type CharterVersion } from "@commonhall/domain";
import { ENGLISH } from "@commonhall/domain/testing";
import { versionFromCharter, type ShownStatement } from "@commonhall/wire";
import { ally } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { foundedBy, leaveOf, member, next, offers, signedBy, usIn } from "../testing/member.fixture.ts";

/** Our centre and three others; the first of them founds and is an ally of ours. */
async function scene() {
  const here = await hall();
  const [ana, bo, cy] = [await member(), await member(), await member()];
  await here.knows(ana.known);
  await here.store.direct.allies.put(ally(ana.member.id));
  const us = await usIn(here);
  const all = [us, ana.member, bo.member, cy.member];
  const first = foundedBy(ana, all);
  const alliance = () => here.store.allianceViews.get(first.alliance);
  const known = () => here.store.allianceViews.known(first.alliance);
  const begin = async () => {
    await offers(here, ana, await signedBy([ana, bo, cy], first, START));
    const signed = await here.federation.alliances.sign(first.alliance);
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  };
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    for (const one of [ana, bo, cy]) await one[Symbol.asyncDispose]();
  };
  return { here, us, ana, bo, cy, all, first, alliance, known, begin, [Symbol.asyncDispose]: dispose };
}

const current = (alliance: Alliance | undefined): CharterVersion | undefined => alliance?.standing.current;
const refusals = ({ logged }: Hall) =>
  logged.filter(({ line }) => line.includes("refused")).map(({ facts }) => facts["why"]);
const changed = (statement: ShownStatement, text: string): ShownStatement => ({ ...statement, text });
const partsOf = (statement: ShownStatement) =>
  JSON.parse(statement.text) as { payload: string; signatures: { protected: string; signature: string }[] };

describe("an invitation", () => {
  test("of an ally stands at the desk, that of a stranger waits apart, and neither is accepted by that", async () => {
    await using it = await scene();
    await offers(it.here, it.ana, await signedBy([it.ana], it.first, START));
    expect(await it.alliance()).toMatchObject({
      apart: false,
      invited: { by: it.ana.member.id },
      standing: { isFounded: false },
    });
    const other = foundedBy(it.bo, it.all);
    await offers(it.here, it.bo, await signedBy([it.bo], other, START));
    expect(await it.here.store.allianceViews.get(other.alliance)).toMatchObject({ apart: true });
  });

  test("that waits apart comes to the desk by being signed", async () => {
    await using it = await scene();
    const first = foundedBy(it.bo, it.all);
    await offers(it.here, it.bo, await signedBy([it.bo], first, START));
    expect(await it.here.store.apartViews.list(9)).toMatchObject([{ kind: "alliance", about: first.alliance }]);
    expect(await it.here.federation.alliances.sign(first.alliance)).toMatchObject({ ok: true });
    expect(await it.here.store.allianceViews.get(first.alliance)).toMatchObject({ apart: false });
    expect(await it.here.store.apartViews.count()).toBe(0);
  });

  test("that does not name us, or that comes from somebody whom it does not name, is none", async () => {
    await using it = await scene();
    const without = foundedBy(it.ana, [it.ana.member, it.bo.member]);
    await offers(it.here, it.ana, await signedBy([it.ana], without, START));
    const others = foundedBy(it.ana, [it.us, it.ana.member]);
    await offers(it.here, it.bo, await signedBy([it.ana], others, START));
    expect(await it.here.store.allianceViews.list()).toEqual([]);
  });

  test("is signed by a person, and only where each actor shows the key that it names", async () => {
    await using it = await scene();
    const stranger = await member();
    await using _ = stranger;
    const swapped = { id: it.cy.member.id, key: stranger.member.key };
    const forged = foundedBy(it.ana, [it.us, it.ana.member, swapped]);
    await offers(it.here, it.ana, await signedBy([it.ana], forged, START));
    expect(await it.here.federation.alliances.sign(forged.alliance)).toMatchObject({
      ok: false,
      error: { type: "key not shown", member: it.cy.member.id },
    });
    await it.begin();
    expect(await it.alliance()).toMatchObject({ standing: { isFounded: true, signers: { length: 4 } } });
  });
});

describe("a statement that is refused changes nothing, and leaves one line that says why and nothing of what it said", () => {
  type Scene = Awaited<ReturnType<typeof scene>>;
  const proposal = async (it: Scene) => next(await it.known(), { name: { [ENGLISH]: "Secret plan" } });

  test.each<[string, (it: Scene) => Promise<ShownStatement>]>([
    [
      "doubled signature",
      async (it) => {
        const statement = await signedBy([it.ana, it.bo, it.cy], await proposal(it), START);
        const { payload, signatures } = partsOf(statement);
        return changed(statement, JSON.stringify({ payload, signatures: [...signatures, signatures[0]] }));
      },
    ],
    [
      "no signature",
      async (it) => {
        const statement = await signedBy([it.ana], await proposal(it), START);
        return changed(statement, JSON.stringify({ ...partsOf(statement), signatures: [] }));
      },
    ],
    [
      "foreign signature",
      async (it) => {
        await using stranger = await member();
        return signedBy([it.ana, it.bo, stranger], await proposal(it), START);
      },
    ],
    [
      "wrong signature",
      async (it) => {
        const statement = await signedBy([it.ana, it.bo, it.cy], await proposal(it), START);
        const other = await signedBy([it.cy], next(await it.known(), { public: true }), START);
        const { payload, signatures } = partsOf(statement);
        const swapped = [...signatures.slice(0, 2), ...partsOf(other).signatures];
        return changed(statement, JSON.stringify({ payload, signatures: swapped }));
      },
    ],
    [
      "expired signature",
      async (it) => {
        it.here.clock.set(endOf(it.first.charter) + HOUR);
        const late = await proposal(it);
        return signedBy([it.ana, it.bo, it.cy], late, endOf(it.first.charter) + 1000);
      },
    ],
    ["signature from the future", async (it) => signedBy([it.ana, it.bo, it.cy], await proposal(it), START + DAY)],
    [
      "no place",
      async (it) => {
        const version = await proposal(it);
        return signedBy([it.ana, it.bo, it.cy], versionFromCharter({ ...version.charter, version: 9 }), START);
      },
    ],
    [
      "not canonical",
      async (it) => {
        const statement = await signedBy([it.ana], await proposal(it), START);
        const { payload, signatures } = partsOf(statement);
        const spaced = Buffer.from(`${Buffer.from(payload, "base64url").toString()} `).toString("base64url");
        return changed(statement, JSON.stringify({ payload: spaced, signatures }));
      },
    ],
  ])("%s", async (why, make) => {
    await using it = await scene();
    await it.begin();
    const before = await it.known();
    const statement = await make(it);
    await offers(it.here, it.ana, statement);
    expect(await it.known()).toEqual(before);
    expect(current(await it.alliance())).toEqual(it.first);
    const lines = JSON.stringify(it.here.logged);
    expect(lines).not.toContain("Secret plan");
    if (!["doubled signature", "no signature", "signature from the future", "not canonical"].includes(why)) {
      expect(refusals(it.here)).toEqual([why]);
    }
  });

  test("whoever is named in no version has nothing to say", async () => {
    await using it = await scene();
    await it.begin();
    await using stranger = await member();
    await it.here.knows(stranger.known);
    await offers(it.here, stranger, await signedBy([it.ana, it.bo, it.cy], await proposal(it), START));
    expect(current(await it.alliance())).toEqual(it.first);
    expect(refusals(it.here)).toEqual(["not a member"]);
  });

  test("an old version that comes again, and an older one that does not win", async () => {
    await using it = await scene();
    await it.begin();
    const second = await proposal(it);
    await offers(it.here, it.ana, await signedBy([it.ana, it.bo, it.cy], second, START));
    expect(current(await it.alliance())).toEqual(second);
    await offers(it.here, it.bo, await signedBy([it.ana, it.bo, it.cy], it.first, START));
    const rollback = next({ ...(await it.known()), versions: [it.first] }, { members: [it.ana.member, it.bo.member] });
    await offers(it.here, it.ana, await signedBy([it.ana, it.bo], rollback, START));
    expect(current(await it.alliance())).toEqual(second);
    expect(await it.alliance()).toMatchObject({ standing: { forks: [] } });
  });
});

describe("what members send each other", () => {
  test("a change in force shrinks the readers at once, and so does a leave, which asks nobody", async () => {
    await using it = await scene();
    await it.begin();
    const readers = () => it.here.store.direct.alliances.readers(it.first.alliance, "calls");
    await it.here.federation.drain();
    expect(await readers()).toHaveLength(3);
    await offers(it.here, it.cy, await leaveOf(it.cy, it.first, START));
    expect((await readers()).toSorted()).toEqual([it.ana.member.id, it.bo.member.id].toSorted());
    const smaller = next(await it.known(), {
      members: [it.us, it.ana.member].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
    await offers(it.here, it.ana, await signedBy([it.ana, it.bo], smaller, START));
    expect(await readers()).toEqual([it.ana.member.id]);
  });

  test("a leave that somebody else has signed is none", async () => {
    await using it = await scene();
    await it.begin();
    const real = await leaveOf(it.cy, it.first, START);
    const forged = await leaveOf({ ...it.bo, member: { ...it.bo.member, id: it.cy.member.id } }, it.first, START);
    await offers(it.here, it.bo, forged);
    await offers(it.here, it.bo, await leaveOf({ ...it.bo, member: it.cy.member }, it.first, START));
    expect(await it.alliance()).toMatchObject({ standing: { leaves: [] } });
    expect(refusals(it.here)).toEqual(["foreign signature", "wrong signature"]);
    await offers(it.here, it.bo, real);
    expect(await it.alliance()).toMatchObject({ standing: { leaves: [{ member: it.cy.member.id }] } });
  });
});
