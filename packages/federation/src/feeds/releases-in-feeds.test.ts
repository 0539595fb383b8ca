import { trusted, type SignedRelease } from "@commonhall/domain";
import { fakeClock, officers, RELEASE_DAY, saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { feedScene, textIn } from "./feed-scene.fixture.ts";

const EVERYTHING = "any.any.any.any";

async function scene() {
  const who = officers();
  const it = await feedScene({ clock: fakeClock(RELEASE_DAY), approvals: who.approvals });
  await it.follows(EVERYTHING);
  await it.told();
  const { bulletins } = it.here.federation;
  const publish = async (...said: readonly SignedRelease[]) =>
    expect(await bulletins.publishReleases(said.map((one) => who.releasable(one)))).toMatchObject({ ok: true });
  return { ...it, who, bulletins, publish, [Symbol.asyncDispose]: it[Symbol.asyncDispose] };
}

const forEverybody = (said: SignedRelease): SignedRelease => ({ ...said, audience: "public" });
const idOf = ({ id }: SignedRelease) => `https://hall.example/bulletins/${id}`;

describe("what two people have signed", () => {
  test("is passed on by feeds where it is for everybody, as it stands in the tables, and as of its hour", async () => {
    await using it = await scene();
    const [bulletin, table] = [saysBulletin({ audience: "public" }), forEverybody(saysTable())];
    await it.publish(bulletin, table);
    const told = await it.told();
    expect(told.map(({ type, object }) => [textIn(type), textIn(object)].join(" ")).toSorted()).toEqual(
      [`Announce ${idOf(bulletin)}`, `Announce ${idOf(table)}`].toSorted(),
    );
    expect(new Set(told.map(({ published }) => published))).toEqual(new Set(["2027-02-02T09:00:00Z"]));
    expect(await it.outbox("lb.any.statistics.any")).toHaveLength(1);
    expect(await it.outbox("lb.idwf.bulletin.any")).toHaveLength(1);
  });

  test("is not where it is for allies", async () => {
    await using it = await scene();
    await it.publish(saysBulletin(), saysTable(), saysNothing());
    expect(await it.told()).toEqual([]);
    expect(await it.outbox(EVERYTHING)).toEqual([]);
  });

  test("leaves the feeds when it is withdrawn, and whoever got it is told", async () => {
    await using it = await scene();
    const bulletin = saysBulletin({ audience: "public" });
    await it.publish(bulletin);
    await it.told();
    expect(await it.bulletins.withdraw(it.who.withdrawal(bulletin.id))).toMatchObject({ ok: true });
    expect((await it.told()).map(({ type }) => type)).toEqual(["Delete", "Undo"]);
    expect(await it.outbox(EVERYTHING)).toEqual([]);
  });

  test("cannot be passed on in its words, whatever part of the program has a mistake", async () => {
    await using it = await scene();
    const bulletin = saysBulletin({ audience: "public" });
    await it.publish(bulletin);
    const object = trusted.object(idOf(bulletin));
    const known = await it.here.store.direct.objects.get(object);
    const said = {
      id: trusted.activity("https://hall.example/activities/mistake"),
      type: "Announce",
      actor: trusted.actor(it.feed(EVERYTHING)),
      object,
      published: RELEASE_DAY,
      listed: false,
    };
    const append = (document: string) => it.here.store.direct.outbox.append({ ...said, document }, []);
    await expect(append(JSON.stringify({ object: JSON.parse(known?.document ?? "") }))).rejects.toThrow("not approved");
    const unapproved = { ...said, object: trusted.object("https://hall.example/bulletins/unsaid") };
    const create = { ...unapproved, type: "Create", document: "{}" };
    await expect(it.here.store.direct.outbox.append(create, [])).rejects.toThrow("not approved");
  });
});
