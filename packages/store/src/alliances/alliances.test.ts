import { standingOf, trusted, type Alliance, type AllianceMember, type KnownCharters } from "@commonhall/domain";
import {
  everything,
  founded,
  leaveOf,
  memberAt,
  membersUpTo,
  said,
  signatureOf,
  signed,
  someTerms,
  standing,
  successor,
} from "@commonhall/domain/testing";
import { fakeClock, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const three = membersUpTo(3);
const [us, b, c] = three as [AllianceMember, AllianceMember, AllianceMember];
const first = founded(someTerms(three));
const begun = signed(first, three);
const NOW = Date.UTC(2026, 10, 22);

async function open() {
  const clock = fakeClock(NOW);
  const store = await openTestStore({ clock });
  const { alliances, remoteActors, keys } = store.direct;
  const keep = async ({ versions, signatures, leaves }: KnownCharters): Promise<void> => {
    const parts = { protected: "e30", signature: "c2ln" };
    await alliances.keep({
      versions: versions.map((version) => ({
        version,
        payload: `signed ${version.hash}`,
        keys: version.charter.members.map((member) => ({ ...member, pem: pemOf(member) })),
      })),
      signatures: signatures.map((signature) => ({ ...signature, ...parts })),
      leaves: leaves.map((leave) => ({ ...leave, ...parts, alliance: first.alliance, payload: "left" })),
    });
    const known = standingOf(await alliances.known(first.alliance));
    if (known !== undefined) await alliances.put({ ...row, standing: known });
  };
  /** Their actors are known here, and show the key that the charter names, or another. */
  const show = async (members: readonly AllianceMember[], publicKey = pemOf): Promise<void> => {
    for (const member of members) {
      await remoteActors.put(remoteActor(member.id, { name: "Hall of the harbour" }));
      const id = `${member.id}#ed25519-key`;
      await keys.put({ id, owner: member.id, algorithm: "Ed25519", publicKey: publicKey(member), fetched: NOW });
    }
  };
  return {
    clock,
    alliances,
    keep,
    show,
    remoteActors,
    apart: store.direct.apart,
    apartViews: store.apartViews,
    views: store.allianceViews,
    [Symbol.asyncDispose]: store.close,
  };
}

const pemOf = ({ key }: AllianceMember): string => `PEM of ${key}`;
const row: Omit<Alliance, "standing"> = { id: first.alliance, us, parties: [], changed: NOW, asked: 7, apart: false };
const ids = (members: readonly AllianceMember[]) => members.map(({ id }) => id);

test("statements are kept once and read back as they came, in whatever order they came", async () => {
  await using store = await open();
  const next = successor(begun, { members: [us, b] });
  const all = everything(begun, signed(next, [us, b]), said({ leaves: [leaveOf(first, c)] }));
  await store.keep(said({ versions: [next, first] }));
  await store.keep(all);
  await store.keep(said({ versions: [first], signatures: [signatureOf(first, us, 99)], leaves: all.leaves }));
  const known = await store.alliances.known(first.alliance);
  expect(standing(known)).toEqual(standing(all));
  expect(known.signatures.length).toBe(all.signatures.length);
  expect(await store.alliances.version(next.hash)).toMatchObject({
    version: next,
    payload: `signed ${next.hash}`,
    signatures: [{ key: us.key }, { key: b.key, protected: "e30", signature: "c2ln" }],
  });
  expect(await store.alliances.leave(all.leaves[0]?.hash ?? first.hash)).toMatchObject({
    member: c.id,
    payload: "left",
  });
  expect(await store.alliances.version(all.leaves[0]?.hash ?? first.hash)).toBeUndefined();
});

test("an alliance stands as it was put last", async () => {
  await using store = await open();
  expect(await store.alliances.get(first.alliance)).toBeUndefined();
  await store.keep(begun);
  const invited = { by: b.id, offer: trusted.activity("https://c001.example/activities/1"), at: NOW };
  for (const more of [{}, { invited, apart: true }, { invited, apart: false, changed: NOW + 1 }]) {
    const alliance: Alliance = { ...row, ...more, standing: standing(begun) };
    await store.alliances.put(alliance);
    expect(await store.alliances.get(first.alliance)).toEqual(alliance);
    expect(await store.alliances.byFirst(first.hash)).toEqual(alliance);
    expect([await store.alliances.all(), await store.views.list()]).toEqual([[alliance], [alliance]]);
  }
  expect(await store.alliances.byFirst(successor(begun, {}).hash)).toBeUndefined();
});

test("content goes to members whose actors show their keys as they are known now, to nobody after the last day", async () => {
  await using store = await open();
  await store.keep(begun);
  const readers = () => store.alliances.readers(first.alliance, "calls");
  expect(await readers(), "of actors that are not known").toEqual([]);
  expect(await store.alliances.showsKey(c)).toBeUndefined();
  await store.show([b, c]);
  expect(await readers()).toEqual(ids([b, c]));
  await store.show([c], () => "PEM of somebody else");
  expect([await readers(), await store.alliances.showsKey(c)], "somebody else has the domain").toEqual([
    ids([b]),
    false,
  ]);
  await store.show([c]);
  await store.remoteActors.markGone(c.id, NOW);
  expect(await readers(), "it is gone").toEqual(ids([b]));
  expect(await store.alliances.readers(first.alliance, "bulletins"), "not shared").toEqual([]);
  store.clock.set(Date.UTC(2027, 10, 24));
  expect(await readers()).toEqual([]);
});

test("a member who leaves gets nothing from the same commit on, and nothing of theirs is let in", async () => {
  await using store = await open();
  await store.keep(begun);
  await store.show([b, c]);
  const accepts = (from: AllianceMember) => store.alliances.accepts(first.alliance, from.id, "calls");
  expect([await accepts(b), await accepts(c), await accepts(memberAt(8))]).toEqual([true, true, false]);
  await store.keep(said({ leaves: [leaveOf(first, c)] }));
  expect(await store.alliances.readers(first.alliance, "calls")).toEqual(ids([b]));
  expect(await accepts(c)).toBe(false);
});

test("members stand in lists with the names of their actors, and with their address where there is none", async () => {
  await using store = await open();
  await store.keep(begun);
  await store.show([b]);
  expect(await store.views.members(three)).toEqual([
    { ...us, name: us.id, handle: us.id, shows: undefined },
    { ...b, name: "Hall of the harbour", handle: "@hall@c001.example", shows: true },
    { ...c, name: c.id, handle: c.id, shows: undefined },
  ]);
});

test("what a stranger asks waits apart with what others ask, until somebody lets it in", async () => {
  await using store = await open();
  const invited = { by: b.id, offer: trusted.activity("https://c001.example/activities/1"), at: NOW };
  await store.alliances.put({ ...row, invited, apart: true, standing: standing(signed(first, [b])) });
  const line = { kind: "alliance", offer: invited.offer, from: b.id, about: first.alliance, since: NOW };
  expect(await store.apartViews.list(10)).toMatchObject([line]);
  await store.apart.letIn(invited.offer);
  expect([await store.apartViews.list(10), (await store.alliances.get(first.alliance))?.apart]).toEqual([[], false]);
});
