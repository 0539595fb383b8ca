import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "@commonhall/domain";
import { network, type TestNode } from "@commonhall/testkit/network";

interface Entry {
  readonly starts: string | undefined;
  readonly sequence: number;
  readonly status: string | undefined;
  readonly summary: string | undefined;
  readonly text: string;
}

/** What stands in the calendar that a phone of this centre subscribes to, read over HTTP. */
async function calendarOf(node: TestNode): Promise<ReadonlyMap<string, Entry>> {
  const response = await fetch(await node.calendarUrl());
  expect(response.status).toBe(200);
  const text = (await response.text()).replaceAll("\r\n ", "");
  const events = text.split("BEGIN:VEVENT").slice(1);
  const lineOf = (event: string, name: string) => new RegExp(`^${name}[;:](.*)\r$`, "m").exec(event)?.[1];
  return new Map(
    events.map((event) => [
      lineOf(event, "UID") ?? "",
      {
        starts: lineOf(event, "DTSTART"),
        sequence: Number(lineOf(event, "SEQUENCE")),
        status: lineOf(event, "STATUS"),
        summary: lineOf(event, "SUMMARY"),
        text: event,
      },
    ]),
  );
}

const RALLY = { name: "Rally before the ministry", place: { name: "Before the ministry" } };
const MOVED = { ...RALLY, starts: Date.UTC(2026, 10, 29, 3), ends: Date.UTC(2026, 10, 29, 5) };

test("an action stands in the follower's calendar, moves there, is cancelled there, and is gone when it is deleted", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await net.settle();
  expect((await calendarOf(hongKong)).size).toBe(0);

  const { id } = await beirut.calls(campaign, RALLY);
  await net.settle();
  const first = (await calendarOf(hongKong)).get(id);
  expect(first).toMatchObject({
    starts: "TZID=Asia/Jakarta:20261128T080000",
    sequence: 0,
    status: "CONFIRMED",
    summary: "Rally before the ministry",
  });
  expect(first?.text).toContain("LOCATION:Before the ministry");
  expect(first?.text).toContain(`From beirut\\, ${beirut.handle}`);

  net.clock.advance(10 * MINUTE);
  await beirut.changesAction(id, campaign, MOVED);
  await net.settle();
  const moved = (await calendarOf(hongKong)).get(id);
  expect(moved).toMatchObject({ starts: "TZID=Asia/Jakarta:20261129T100000", status: "CONFIRMED" });
  expect(moved?.sequence).toBeGreaterThan(first?.sequence ?? Number.NaN);

  net.clock.advance(10 * MINUTE);
  await beirut.cancels(id);
  await net.settle();
  const cancelled = (await calendarOf(hongKong)).get(id);
  expect(cancelled?.status).toBe("CANCELLED");
  expect(cancelled?.sequence).toBeGreaterThan(moved?.sequence ?? Number.NaN);

  await beirut.deletes(id);
  await net.settle();
  expect((await calendarOf(hongKong)).size).toBe(0);
});

test("it is one calendar: of the centres and campaigns that one follows, and of one's own", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  const { campaign: payUp } = await beirut.publishes({ handle: "payup" });
  const { campaign: wages } = await nairobi.publishes({ handle: "wages" });
  const { campaign: own } = await hongKong.publishes({ handle: "sundays" });
  await net.settle();
  await hongKong.follows(beirut);
  await hongKong.follows(wages);
  await net.settle();
  const rally = await beirut.calls(payUp, RALLY);
  const picket = await nairobi.calls(wages, { ...MOVED, name: "Picket" });
  const meeting = await hongKong.calls(own, { name: "Meeting" });
  const petition = await beirut.calls(payUp, { type: "petition", name: "Sign for the wages" });
  await net.settle();
  const calendar = await calendarOf(hongKong);
  expect(new Set(calendar.keys())).toEqual(new Set([rally.id, picket.id, meeting.id, petition.id]));
  expect(calendar.get(petition.id)?.summary).toBe("Sign for the wages");
  // Nobody else's is fuller for it.
  expect([...(await calendarOf(nairobi)).keys()]).toEqual([picket.id]);
});

test("who stops following has it in the calendar no longer", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.calls(campaign, RALLY);
  await net.settle();
  expect([...(await calendarOf(hongKong)).keys()]).toEqual([id]);
  await hongKong.unfollows(beirut);
  await net.settle();
  expect((await calendarOf(hongKong)).size).toBe(0);
});

test("what was called for before one followed is there too, and what is long over is not", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.calls(campaign, RALLY);
  await hongKong.follows(beirut);
  await net.settle();
  expect([...(await calendarOf(hongKong)).keys()]).toEqual([id]);
  net.clock.advance(97 * DAY);
  expect((await calendarOf(hongKong)).size).toBe(0);
});

test("a wrong address is answered as if nothing were there; a new one ends the old one", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await beirut.calls(campaign, RALLY);
  await net.settle();
  const url = await hongKong.calendarUrl();
  const secret = url.slice(url.lastIndexOf("/") + 1, -".ics".length);
  const status = async (address: string) => (await fetch(address)).status;
  expect(await status(url)).toBe(200);
  expect(await status(await beirut.calendarUrl())).toBe(200);
  expect(await status(`${beirut.origin}/calendar/${secret}.ics`)).toBe(404);
  expect(await status(`${hongKong.origin}/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics`)).toBe(404);
  expect(await status(`${hongKong.origin}/calendar/${secret}`)).toBe(404);

  await hongKong.renewsCalendar();
  expect(await status(url)).toBe(404);
  const renewed = await hongKong.calendarUrl();
  expect(renewed).not.toBe(url);
  expect((await calendarOf(hongKong)).size).toBe(1);

  // It is the same after a start.
  await hongKong.stop();
  await hongKong.start();
  expect(await hongKong.calendarUrl()).toBe(renewed);
  expect(await status(renewed)).toBe(200);
});

test("a phone that has it already is told so, until something changes", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await beirut.calls(campaign, RALLY);
  await net.settle();
  const url = await hongKong.calendarUrl();
  const etag = (await fetch(url)).headers.get("etag") ?? "";
  const again = () => fetch(url, { headers: { "if-none-match": etag } });
  net.clock.advance(HOUR);
  expect((await again()).status).toBe(304);
  net.clock.advance(SECOND);
  await beirut.changesAction(id, campaign, MOVED);
  await net.settle();
  expect((await again()).status).toBe(200);
});
