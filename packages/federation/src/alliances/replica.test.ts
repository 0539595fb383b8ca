import { DAY, trusted, type ActorId } from "@commonhall/domain";
import { ENGLISH } from "@commonhall/domain/testing";
import { ally } from "@commonhall/testkit";
import { readReplica, replicaDocument, statementIn, type JsonObject, type ShownStatement } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, START } from "../testing/hall.fixture.ts";
import {
  foundedBy,
  leaveOf,
  member,
  next,
  offers,
  shows,
  showsReplica,
  signedBy,
  usIn,
  type Member,
} from "../testing/member.fixture.ts";
import { anybodyAsks } from "../testing/reader.fixture.ts";

async function scene() {
  const here = await hall();
  const [ana, bo, cy] = [await member(), await member(), await member()];
  await here.knows(ana.known);
  await here.store.direct.allies.put(ally(ana.member.id));
  const us = await usIn(here);
  const first = foundedBy(ana, [us, ana.member, bo.member, cy.member]);
  await offers(here, ana, await signedBy([ana, bo, cy], first, START));
  const signed = await here.federation.alliances.sign(first.alliance);
  if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  await here.federation.drain();
  const known = () => here.store.allianceViews.known(first.alliance);
  const url = `${here.centre}/alliances/${first.hash}`;
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    for (const one of [ana, bo, cy]) await one[Symbol.asyncDispose]();
  };
  return { here, us, ana, bo, cy, first, known, url, [Symbol.asyncDispose]: dispose };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const all = async (response: Response) => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});
const nothing = async ({ here }: Scene) => all(await anybodyAsks(here, `${here.centre}/alliances/${"0".repeat(64)}`));
const hashesShown = (body: string): readonly string[] =>
  readReplica(JSON.parse(body) as JsonObject).map(({ hash }) => hash);

describe("what we know of an alliance", () => {
  test("is shown to members who sign for it, and kept by nobody in between", async () => {
    await using it = await scene();
    const answer = await all(await it.bo.asks(it.here, it.url));
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect(hashesShown(answer.body)).toEqual([it.first.hash]);
    const statement = await all(await it.bo.asks(it.here, `${it.url}/${it.first.hash}`));
    const text = statementIn(JSON.parse(statement.body) as JsonObject);
    expect(text).toMatchObject({ ok: true });
    expect(JSON.parse(text.ok ? (text.value ?? "") : "")).toMatchObject({ signatures: { length: 4 } });
  });

  test("is not there for anybody else, byte for byte as where there is no such alliance", async () => {
    await using it = await scene();
    await using stranger = await member();
    await it.here.knows(stranger.known);
    for (const url of [it.url, `${it.url}/${it.first.hash}`]) {
      expect(await all(await anybodyAsks(it.here, url))).toEqual(await nothing(it));
      expect(await all(await stranger.asks(it.here, url))).toEqual(await nothing(it));
    }
    expect(await all(await it.bo.asks(it.here, `${it.url}/${"1".repeat(64)}`))).toEqual(await nothing(it));
    const elsewhere = it.url.replace("/centres/hall/", "/centres/other/");
    expect(await all(await it.bo.asks(it.here, elsewhere))).toEqual(await nothing(it));
  });

  test("is shown to whoever was thrown out as far as the version that did it, and no further", async () => {
    await using it = await scene();
    const removal = next(await it.known(), { members: [it.us, it.ana.member, it.bo.member] });
    await offers(it.here, it.ana, await signedBy([it.ana, it.bo, it.cy], removal, START));
    const open = next(await it.known(), { name: { [ENGLISH]: "None of their business" } });
    await offers(it.here, it.ana, await signedBy([it.ana], open, START));
    const [inside, outside] = [await it.bo.asks(it.here, it.url), await it.cy.asks(it.here, it.url)];
    expect(hashesShown(await inside.text())).toEqual([it.first.hash, removal.hash, open.hash]);
    expect(hashesShown(await outside.text())).toEqual([it.first.hash, removal.hash]);
    expect((await it.cy.asks(it.here, `${it.url}/${open.hash}`)).status).toBe(404);
    expect((await it.cy.asks(it.here, `${it.url}/${removal.hash}`)).status).toBe(200);
  });
});

describe("what was lost on the way", () => {
  /** A member shows what it knows; none of it was ever sent to us. */
  function knows(from: Member, it: Scene, statements: readonly ShownStatement[], signers: readonly Member[]): void {
    for (const statement of statements) shows(from, statement);
    const document = replicaDocument({
      id: `${from.member.id}/alliances/${it.first.hash}`,
      by: from.member.id,
      alliance: it.first.alliance,
      entries: statements.map(({ id, type }) => ({
        hash: trusted.charter(id.slice(-64)),
        signers: type === "leave" ? undefined : signers.map((one) => one.member.key),
      })),
    });
    showsReplica(from, it.first, document);
  }

  test("is fetched from other members the next day: versions, signatures and leaves", async () => {
    await using it = await scene();
    const second = next(await it.known(), { name: { [ENGLISH]: "Another name" } });
    const signed = await signedBy([it.ana, it.bo, it.cy], second, START);
    knows(it.bo, it, [signed, await leaveOf(it.cy, it.first, START)], [it.ana, it.bo, it.cy]);
    await it.here.federation.drain();
    expect(await it.here.store.allianceViews.get(it.first.alliance)).toMatchObject({ standing: { current: it.first } });
    it.here.clock.advance(DAY);
    await it.here.federation.drain();
    expect(await it.here.store.allianceViews.get(it.first.alliance)).toMatchObject({
      standing: { current: second, leaves: [{ member: it.cy.member.id }] },
    });
    const asked = it.bo.server.asked().length;
    it.here.clock.advance(DAY);
    await it.here.federation.drain();
    expect(
      it.bo.server
        .asked()
        .slice(asked)
        .filter((path) => path.includes(second.hash)),
      "once",
    ).toEqual([]);
  });

  test("is asked of whoever offers what builds on it", async () => {
    await using it = await scene();
    const second = next(await it.known(), { name: { [ENGLISH]: "Another name" } });
    const two = await signedBy([it.ana, it.bo, it.cy], second, START);
    const then = { ...(await it.known()), versions: [it.first, second] };
    const signatures = [it.ana, it.bo, it.cy].map(({ member: { key } }) => ({ version: second.hash, key, at: START }));
    const third = next({ ...then, signatures: [...then.signatures, ...signatures] }, { public: true });
    const three = await signedBy([it.ana, it.bo, it.cy], third, START);
    knows(it.cy, it, [two, three], [it.ana, it.bo, it.cy]);
    await offers(it.here, it.cy, three);
    expect(await it.here.store.allianceViews.get(it.first.alliance)).toMatchObject({ standing: { current: third } });
  });

  test("is not taken from a member that shows another alliance, or what nobody has signed", async () => {
    await using it = await scene();
    const before = await it.known();
    const other = foundedBy(it.bo, [it.us, it.bo.member]);
    const theirs = await signedBy([it.bo], other, START);
    const id = `${it.bo.member.id}/alliances/${it.first.hash}/${other.hash}`;
    const forged = await signedBy([it.bo, it.cy], next(before, { name: { [ENGLISH]: "Forged" } }), START);
    const parts = JSON.parse(forged.text) as { payload: string; signatures: unknown[] };
    const payload = Buffer.from(Buffer.from(parts.payload, "base64url").toString().replace("Forged", "Forgex"));
    const text = JSON.stringify({ ...parts, payload: payload.toString("base64url") });
    knows(
      it.bo,
      it,
      [
        { ...theirs, id },
        { ...forged, text },
      ],
      [it.bo],
    );
    it.here.clock.advance(DAY);
    await it.here.federation.drain();
    expect(await it.known()).toEqual(before);
    const why = it.here.logged.flatMap(({ facts }) => facts["why"] ?? []);
    expect(why.toSorted()).toEqual(["another alliance", "wrong signature"]);
  });
});

test("what we send goes to each member's own inbox, with no proof, and is nobody else's to read", async () => {
  await using it = await scene();
  const proposed = await it.here.federation.alliances.propose(it.first.alliance, {
    ...it.first.charter,
    members: it.first.charter.members.map(({ id }) => id),
    name: { [ENGLISH]: "Another name" },
  });
  expect(proposed).toMatchObject({ ok: true, value: { version: 2, signatures: [it.us.id], state: "standing" } });
  const lines = await it.here.store.deliveryViews.lines("waiting", 100);
  const offered = lines.filter(({ activityType }) => activityType === "Offer");
  const inboxes: readonly ActorId[] = [it.ana, it.bo, it.cy].map(({ member: { id } }) => id);
  expect(new Set(offered.map(({ inbox }) => inbox))).toEqual(new Set(inboxes.map((id) => `${id}/inbox`)));
  const [line] = offered;
  const activity = await it.here.store.objectViews.activity(trusted.activity(line?.activity ?? ""));
  expect(activity?.document).not.toContain('"proof"');
  expect((await it.bo.asks(it.here, activity?.id ?? "")).status).toBe(404);
});
