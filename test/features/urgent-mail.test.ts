import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { MINUTE } from "@commonhall/domain";
import { network, type TestNode } from "@commonhall/testkit/network";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";

/** The mail server of a centre: a real one, on loopback. */
async function mailServer() {
  const mails: { readonly to: string; readonly text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        mails.push(...envelope.rcptTo.map(({ address }) => ({ to: address, text })));
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: { server: { host: "127.0.0.1", port, secure: false }, from: "desk@hall.example" },
    taken: () => mails.splice(0),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

async function isToBeTold(node: TestNode, address: string): Promise<void> {
  const { store } = node.running;
  const [first] = await store.staffDesk.list();
  if (first === undefined) throw new Error("somebody works there");
  await store.noticeAddresses.set({ staff: first.id, address, language: "en", onDuty: true });
}

test("an urgent call wakes whoever is on duty by mail, again when nobody looks, and says nothing of itself", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut", "hongKong"], { mail: server.settings });
  const { beirut, hongKong } = net;
  await isToBeTold(beirut, "duty@mail.example");
  await beirut.follows(hongKong);
  await net.settle();
  const call = await hongKong.callsForHelp();
  await net.settle();
  expect((await beirut.timeline({ kind: "call" })).map(({ object }) => object.id)).toEqual([call.id]);
  const [mail] = server.taken();
  expect(mail?.to).toBe("duty@mail.example");
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
  await using net = await network(["beirut", "hongKong"], { mail: server.settings });
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
