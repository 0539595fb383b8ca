import { HOUR, isoInstant } from "@commonhall/domain";
import { network, runHall, START, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

/** The command line beside a node that is being served, as scripts use it. Its clock goes on, so it begins before the nodes'. */
async function hall({ dataFolder, origin }: TestNode, ...words: readonly string[]) {
  const settings = {
    HALL_DATA: dataFolder,
    HALL_ORIGIN: origin,
    HALL_TEST_NETWORK: "1",
    HALL_NOW: isoInstant(START - HOUR),
  };
  return runHall([...words, "--json"], settings);
}

const cell = (send: boolean, accept: boolean, passOn: boolean) => ({ send, accept, passOn });

test("two centres become allies from the command line, on terms that both see, and one of them ends it", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const terms = ["--send", "calls", "--accept", "campaigns, calls", "--pass-on", "campaigns", "--until", "2027-06-30"];
  const offered = await hall(beirut, "ally", "offer", hongKong.handle, ...terms, "--purpose", "For early warning.");
  const id = expect.stringContaining(`${beirut.origin}/alliances/`);
  expect(offered).toMatchObject({ code: 0, json: { id, peer: hongKong.id, state: "offered" } });
  expect(Object.keys(offered.json as object)).toEqual(["id", "peer", "state"]);
  await net.settle();

  const theirs = {
    campaigns: cell(true, false, true),
    calls: cell(true, true, false),
    bulletins: cell(false, false, false),
  };
  expect((await hall(hongKong, "ally", "list")).json).toMatchObject([
    {
      id,
      peer: beirut.id,
      state: "received",
      until: "2027-06-30",
      purpose: "For early warning.",
      terms: theirs,
      apart: true,
    },
  ]);
  expect(await hall(hongKong, "ally", "accept", beirut.handle)).toMatchObject({
    code: 0,
    json: { id, peer: beirut.id, state: "accepted" },
  });
  await net.settle();
  const ours = {
    campaigns: cell(false, true, true),
    calls: cell(true, true, false),
    bulletins: cell(false, false, false),
  };
  const listed = await hall(beirut, "ally", "list");
  expect(listed.json).toMatchObject([{ peer: hongKong.id, handle: hongKong.handle, state: "accepted", policy: ours }]);

  expect(await hall(beirut, "ally", "allow", hongKong.id, "--send", "none", "--accept", "all")).toMatchObject({
    code: 0,
  });
  const narrowed = { campaigns: cell(false, true, false), calls: cell(false, true, false) };
  expect((await hall(beirut, "ally", "list")).json).toMatchObject([{ terms: ours, policy: narrowed }]);

  expect(await hall(beirut, "ally", "offer", hongKong.id)).toMatchObject({
    code: 1,
    err: expect.stringContaining("ally already"),
  });
  expect(await hall(hongKong, "ally", "end", beirut.id)).toMatchObject({ code: 0, json: { state: "ended" } });
  await net.settle();
  expect((await hall(beirut, "ally", "list")).json).toMatchObject([{ state: "ended" }]);
  expect(await hall(hongKong, "ally", "end", beirut.id)).toMatchObject({ code: 1 });
});

test("an offer is declined, and what somebody sent for everybody goes with --purge alone", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hall(beirut, "ally", "offer", hongKong.handle);
  await net.settle();
  expect(await hall(hongKong, "ally", "decline", beirut.handle)).toMatchObject({
    code: 0,
    json: { state: "declined" },
  });
  expect(await hall(hongKong, "ally", "accept", beirut.handle)).toMatchObject({ code: 1 });
  await net.settle();
  expect((await hall(beirut, "ally", "list")).json).toMatchObject([{ state: "declined" }]);

  await hongKong.follows(beirut);
  for (const words of [["end"], ["end", "--purge"]] as const) {
    await net.pass(HOUR);
    await hall(beirut, "ally", "offer", hongKong.handle);
    await net.settle();
    expect(await hall(hongKong, "ally", "accept", beirut.handle)).toMatchObject({ code: 0 });
    await net.settle();
    await beirut.posts("To everybody.");
    await net.settle();
    const [verb, ...options] = words;
    expect(await hall(hongKong, "ally", verb, beirut.handle, ...options)).toMatchObject({ code: 0 });
    await net.settle();
    expect((await hongKong.reads()).length, words.join(" ")).toBe(words.length === 1 ? 1 : 0);
  }
});

test("what is typed wrongly is refused with what is accepted, and nobody is asked", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  const refused = async (...words: readonly string[]) => {
    const { code, err, out } = await hall(beirut, "ally", ...words);
    expect(out).toBe("");
    return [code, err];
  };
  const address = "@a@b.example";
  expect(await refused()).toEqual([2, expect.stringContaining("words")]);
  expect(await refused("befriend", address)).toEqual([2, expect.stringContaining("Say one of")]);
  expect(await refused("offer")).toEqual([2, expect.stringContaining("Say one of")]);
  expect(await refused("list", address)).toEqual([2, expect.stringContaining("Say one of")]);
  expect(await refused("offer", "nobody")).toEqual([2, expect.stringContaining("ADDRESS")]);
  expect(await refused("offer", beirut.id)).toEqual([2, expect.stringContaining("own actor")]);
  expect(await refused("offer", address, "--send", "everything")).toEqual([2, expect.stringContaining("--send")]);
  expect(await refused("offer", address, "--pass-on", "calls,none")).toEqual([2, expect.stringContaining("--pass-on")]);
  expect(await refused("offer", address, "--send", "none", "--accept", "none")).toEqual([
    2,
    expect.stringContaining("at least one kind"),
  ]);
  expect(await refused("offer", address, "--until", "soon")).toEqual([2, expect.stringContaining("--until")]);
  expect(await refused("offer", address, "--until", "2020-01-01")).toEqual([2, expect.stringContaining("has gone by")]);
  expect(await refused("offer", address, "--purpose", "x".repeat(1001))).toEqual([
    2,
    expect.stringContaining("--purpose"),
  ]);
  expect(await refused("end", address, "--until", "2027-06-30")).toEqual([2, expect.stringContaining("--until")]);
  expect(await refused("accept", address, "--purge")).toEqual([2, expect.stringContaining("--purge")]);
  expect(await refused("accept", address)).toEqual([1, expect.stringContaining("offered nothing")]);
  expect(await refused("end", address)).toEqual([1, expect.stringContaining("nothing with")]);
  expect((await hall(beirut, "ally", "list")).json).toEqual([]);
});
