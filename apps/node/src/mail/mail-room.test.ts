import { mailServer } from "@commonhall/testkit/mail";
import { describe, expect, test } from "vitest";
import { mailRoom } from "./mail-room.ts";

const refusing = (code: number, said: string) => (_: unknown, __: unknown, done: (error: Error) => void) =>
  done(Object.assign(new Error(said), { responseCode: code }));

async function sentThrough(options: Parameters<typeof mailServer>[0]) {
  await using it = await mailServer(options);
  const server = { host: "127.0.0.1", port: it.port, secure: false };
  const room = mailRoom({ server, from: "desk@hall.example", origin: "https://hall.example", testNetwork: true });
  return await room.send({ to: "ana@mail.example", subject: "A", text: "B", headers: {} });
}

describe("a refusal for good", () => {
  test.each([
    [550, "5.1.1 No such user here"],
    [550, "5.2.1 The mailbox is off"],
    [550, "No such user here"],
    [551, "User not local"],
    [553, "Mailbox name not allowed"],
  ])("%i %s is about the reader's mailbox", async (code, said) => {
    expect(await sentThrough({ onRcptTo: refusing(code, said) })).toMatchObject({ error: { of: "address" } });
  });

  test.each([
    [550, "5.7.1 Relaying denied"],
    [554, "5.7.1 Your address is on a list"],
    [554, "Transaction failed"],
    [552, "Too much"],
  ])("%i %s is about our mail, though it is said of the reader", async (code, said) => {
    expect(await sentThrough({ onRcptTo: refusing(code, said) })).toMatchObject({ error: { of: "mail" } });
  });

  test("of our own address is about our mail, whatever its number", async () => {
    for (const said of ["5.1.1 Who are you", "No such user here"]) {
      expect(await sentThrough({ onMailFrom: refusing(550, said) })).toMatchObject({ error: { of: "mail" } });
    }
  });
});
