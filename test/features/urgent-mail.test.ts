import { MINUTE } from "@commonhall/domain";
import { mailServer } from "@commonhall/testkit/mail";
import { network, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

const mailThrough = (port: number) => ({
  server: { host: "127.0.0.1", port, secure: false },
  from: "desk@hall.example",
});

async function isToBeTold(node: TestNode, address: string): Promise<void> {
  const { store } = node.running;
  const [first] = await store.staffDesk.list();
  if (first === undefined) throw new Error("somebody works there");
  await store.noticeAddresses.set({ staff: first.id, address, language: "en", onDuty: true });
}

test("an urgent call wakes whoever is on duty by mail, again when nobody looks, and says nothing of itself", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut", "hongKong"], { mail: mailThrough(server.port) });
  const { beirut, hongKong } = net;
  await isToBeTold(beirut, "duty@mail.example");
  await beirut.follows(hongKong);
  await net.settle();
  const call = await hongKong.callsForHelp();
  await net.settle();
  expect((await beirut.timeline({ kind: "call" })).map(({ object }) => object.id)).toEqual([call.id]);
  const [mail] = server.taken();
  expect(mail?.to).toEqual(["duty@mail.example"]);
  expect(mail?.text).toContain(`${beirut.origin}/desk`);
  expect(mail?.text).not.toMatch(/arrest|lawyer|picket|hong|beirut|calls\//i);
  await net.pass(16 * MINUTE);
  expect(server.taken()).toHaveLength(1);
  await beirut.running.federation.commands.seeNotice(call.id, "first");
  await net.pass(60 * MINUTE);
  expect(server.taken()).toEqual([]);
});

test("a call that is not urgent, or that was withdrawn before anybody looked, wakes nobody", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut", "hongKong"], { mail: mailThrough(server.port) });
  const { beirut, hongKong } = net;
  await isToBeTold(beirut, "duty@mail.example");
  await beirut.follows(hongKong);
  await net.settle();
  await hongKong.callsForHelp({ urgency: "expected" });
  await net.settle();
  expect(server.taken()).toEqual([]);
  const call = await hongKong.callsForHelp();
  await net.settle();
  expect(server.taken()).toHaveLength(1);
  await hongKong.running.federation.commands.withdrawCall(call.id, "first");
  await net.pass(60 * MINUTE);
  expect(server.taken()).toEqual([]);
});
