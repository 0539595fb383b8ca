import { DAY, err, MINUTE, ok, SECOND, trusted, type NoticeAddress } from "@commonhall/domain";
import { expect, test } from "vitest";
import { createFederation } from "../federation.ts";
import { beginHandling } from "../inbox/handling.ts";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { raiseAlarm } from "./raise-alarm.ts";

const ENGLISH = "en";
const someone = (staff: string, onDuty: boolean): NoticeAddress => ({
  staff,
  address: `${staff}@mail.example`,
  language: ENGLISH,
  onDuty,
});
const WAIT = 15 * MINUTE;

/** A node whose mails end in a list, and whose mail server can be switched off. */
async function scene(all = [someone("ana", true), someone("bo", false)]) {
  const here = await hall();
  const mails: string[] = [];
  const server = { answers: true };
  const federation = createFederation({
    ...here.ports,
    noticeAddresses: {
      all: () => Promise.resolve(all),
      of: (staff) => Promise.resolve(all.find((one) => one.staff === staff)),
      wait: () => Promise.resolve(WAIT),
    },
    noticeMail: {
      async sendNotice({ address }) {
        if (!server.answers) return err({ type: "unreachable", detail: "off" });
        mails.push(address);
        return ok();
      },
    },
  });
  const calls = (n: number) =>
    here.store.work.run(async (rooms) => {
      const handling = await beginHandling(here.ports, rooms, new Set());
      const id = trusted.object(`https://ally.example/calls/${n}`);
      await raiseAlarm(handling, id, here.clock() + DAY);
    });
  const later = async (by: number) => {
    here.clock.advance(by);
    await federation.drain();
  };
  const taken = () => mails.splice(0);
  await federation.drain();
  return {
    here,
    server,
    calls,
    later,
    taken,
    async [Symbol.asyncDispose]() {
      await federation.close();
      await here[Symbol.asyncDispose]();
    },
  };
}

const sees = ({ store, clock }: Hall, n: number) =>
  store.direct.notices.see(trusted.object(`https://ally.example/calls/${n}`), "ana", clock());

test("those on duty are told at once, everybody when nobody looks, and then nobody any more", async () => {
  await using it = await scene();
  await it.calls(1);
  await it.later(0);
  expect(it.taken()).toEqual(["ana@mail.example"]);
  for (let telling = 2; telling <= 4; telling++) {
    await it.later(WAIT - MINUTE);
    expect(it.taken()).toEqual([]);
    await it.later(MINUTE);
    expect(it.taken()).toEqual(["ana@mail.example", "bo@mail.example"]);
  }
  await it.later(DAY);
  expect(it.taken()).toEqual([]);
});

test("nobody is told of what somebody has seen", async () => {
  await using it = await scene();
  await it.calls(1);
  await it.later(0);
  await sees(it.here, 1);
  it.taken();
  await it.later(DAY);
  expect(it.taken()).toEqual([]);
});

test("a flood of calls tells nobody more often; a call after the last was seen tells at once", async () => {
  await using it = await scene();
  for (let n = 1; n <= 50; n++) await it.calls(n);
  await it.later(0);
  expect(it.taken()).toEqual(["ana@mail.example"]);
  for (let n = 1; n <= 50; n++) await sees(it.here, n);
  await it.later(WAIT);
  expect(it.taken()).toEqual([]);
  await it.calls(51);
  await it.later(0);
  expect(it.taken()).toEqual(["ana@mail.example"]);
});

test("what was planned for an alarm that is over does not hurry the next one", async () => {
  await using it = await scene();
  await it.calls(1);
  await it.later(0);
  await sees(it.here, 1);
  await it.later(WAIT - 5 * MINUTE);
  await it.later(5 * MINUTE);
  await it.calls(2);
  await it.later(0);
  it.taken();
  await it.later(WAIT - MINUTE);
  expect(it.taken()).toEqual([]);
  await it.later(MINUTE);
  expect(it.taken()).toEqual(["ana@mail.example", "bo@mail.example"]);
});

test("a mail server that does not answer is tried again, once for each who is told", async () => {
  await using it = await scene();
  it.server.answers = false;
  await it.calls(1);
  await it.later(0);
  it.server.answers = true;
  await it.later(30 * SECOND);
  expect(it.taken()).toEqual(["ana@mail.example"]);
});

test("what is over already tells nobody", async () => {
  await using it = await scene();
  const { here } = it;
  await here.store.work.run(async (rooms) => {
    const handling = await beginHandling(here.ports, rooms, new Set());
    await raiseAlarm(handling, trusted.object("https://ally.example/calls/9"), here.clock());
  });
  await it.later(0);
  expect(it.taken()).toEqual([]);
});
