import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, isoInstant } from "@commonhall/domain";
import { network, runHall, START, type TestNode } from "@commonhall/testkit/network";

interface Json {
  readonly id: string;
  readonly jws: string;
}

/** The command line beside a node that is being served, as scripts use it. Its clock goes on, so it begins before the nodes'. */
async function hall({ dataFolder, origin }: TestNode, ...words: readonly string[]) {
  const settings = {
    HALL_DATA: dataFolder,
    HALL_ORIGIN: origin,
    HALL_TEST_NETWORK: "1",
    HALL_NOW: isoInstant(START - HOUR),
  };
  const { code, json, err } = await runHall([...words, "--json"], settings);
  return { code, json: json as Json, err };
}

const jsonAt = async (url: string) =>
  (await fetch(url, { headers: { accept: "application/activity+json" } })).json() as Promise<Record<string, unknown>>;

test("endorsing, inviting and vouching from the command line, on both sides", async () => {
  await using net = await network(["federation", "beirut", "hongKong"]);
  const { federation, beirut, hongKong } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const address = `@payup@${new URL(beirut.origin).host}`;

  const endorsed = await hall(hongKong, "endorse", address);
  expect(endorsed).toMatchObject({
    code: 0,
    json: { state: "offered", id: expect.stringContaining("/endorsements/") },
  });
  await net.settle();
  const { json: waiting } = await hall(beirut, "apart");
  const [first] = waiting as unknown as readonly Json[];
  expect(waiting).toMatchObject([{ kind: "endorsement", from: hongKong.id, about: campaign }]);
  expect(await hall(beirut, "apart", "let-in", first?.id ?? "")).toMatchObject({
    code: 0,
    json: { kind: "endorsement" },
  });
  expect(await hall(beirut, "endorse", "accept", endorsed.json.id)).toMatchObject({ json: { state: "accepted" } });
  await net.settle();
  expect((await hall(hongKong, "endorse", "list")).json).toMatchObject([{ campaign, state: "accepted" }]);
  expect(await hall(beirut, "endorse", "hide", endorsed.json.id)).toMatchObject({ code: 0 });
  expect((await hall(beirut, "endorse", "list")).json).toMatchObject([{ endorser: hongKong.id, hidden: true }]);
  expect(await hall(hongKong, "endorse", "withdraw", campaign)).toMatchObject({ json: { state: "withdrawn" } });
  expect(await hall(hongKong, "endorse", "withdraw", campaign)).toMatchObject({ code: 1 });

  const invited = await hall(beirut, "invite", "payup", hongKong.handle);
  expect(invited).toMatchObject({ code: 0, json: { state: "offered", campaign, organiser: hongKong.id } });
  await net.settle();
  expect(await hall(hongKong, "invite", "accept", invited.json.id)).toMatchObject({ json: { state: "accepted" } });
  await net.settle();
  expect((await hall(beirut, "invite", "list")).json).toMatchObject([{ peer: hongKong.id, state: "accepted" }]);
  const post = join(hongKong.dataFolder, "post.yaml");
  await writeFile(post, `kind: post\ncampaign: "${address}"\ntext: From Hong Kong.\n`);
  expect(await hall(hongKong, "publish", post)).toMatchObject({ code: 0, json: { kind: "post" } });
  await net.settle();
  const outbox = JSON.stringify(await jsonAt(`${campaign}/outbox?page=first`));
  expect(outbox).toContain("From Hong Kong.");
  await beirut.stop();
  const went = await hall(hongKong, "go-on", address, "payup-on");
  expect(went).toMatchObject({ code: 0, json: { kind: "campaign" } });
  expect(await jsonAt(went.json.id)).toMatchObject({ alsoKnownAs: [campaign] });
  await beirut.start();

  const attested = await hall(federation, "attest", beirut.handle, "--until", "2027-06-30", "--region", "LB");
  expect(attested).toMatchObject({ code: 0, json: { jws: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) } });
  await net.settle();
  expect((await hall(beirut, "apart")).json).toMatchObject([{ kind: "attestation", from: federation.id }]);
  expect(await hall(beirut, "attest", "accept", federation.handle)).toMatchObject({ json: { state: "accepted" } });
  await net.settle();
  expect(await jsonAt(beirut.id)).toMatchObject({ attestations: [attested.json.jws] });
  expect((await hall(federation, "attest", "list")).json).toMatchObject([
    { subject: beirut.id, relation: "affiliate", until: "2027-07-01T00:00:00Z", state: "accepted" },
  ]);
  expect(await hall(federation, "attest", "revoke", beirut.handle)).toMatchObject({ json: { jws: attested.json.jws } });
  await net.settle();
  expect(await jsonAt(beirut.id)).not.toHaveProperty("attestations");
});

test("what is typed wrongly is refused with what is accepted", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  const wrong = async (...words: readonly string[]) => {
    const { code, err } = await hall(beirut, ...words);
    return [code, err] as const;
  };
  expect(await wrong("endorse")).toEqual([2, expect.stringContaining("words")]);
  expect(await wrong("endorse", "withdraw")).toEqual([2, expect.stringContaining("ID")]);
  expect(await wrong("endorse", "nobody")).toEqual([2, expect.stringContaining("not accepted")]);
  expect(await wrong("invite", "payup")).toEqual([2, expect.stringContaining("ADDRESS")]);
  expect(await wrong("invite", "none", "@a@b.example")).toEqual([1, expect.stringContaining("No campaign")]);
  expect(await wrong("attest", "@a@b.example", "--until", "soon")).toEqual([2, expect.stringContaining("--until")]);
  expect(await wrong("attest", "@a@b.example", "--until", "2028-06-30")).toEqual([
    2,
    expect.stringContaining("thirteen"),
  ]);
  expect(await wrong("attest", "@a@b.example", "--region", "Narnia")).toEqual([2, expect.stringContaining("--region")]);
  expect(await wrong("attest", "@a@b.example", "--rel", "owner")).toEqual([2, expect.stringContaining("rel")]);
  expect(await wrong("apart", "let-in", "x")).toEqual([1, expect.stringContaining("Nothing waits")]);
  expect(await wrong("go-on", "x", "y z")).toEqual([2, expect.stringContaining("HANDLE")]);
});
