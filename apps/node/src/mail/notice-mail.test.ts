import { mailServer } from "@commonhall/testkit/mail";
import { expect, test } from "vitest";
import { readMailServer } from "./mail-server.ts";
import { mailRoom } from "./mail-room.ts";
import { noticeMail } from "./notice-mail.ts";

const ENGLISH = "en";
const ARABIC = "ar";

/** The node's mail, sent through the server at that port. */
function mailThrough(port: number, testNetwork = true) {
  const read = readMailServer(`smtp://127.0.0.1:${port}`);
  const origin = "https://hall.example";
  const server = read.ok ? read.value : expect.fail();
  return noticeMail(mailRoom({ server, from: "desk@hall.example", origin, testNetwork }), origin);
}

test("a mail says that something urgent waits and where the desk is, and nothing else", async () => {
  await using it = await mailServer();
  expect(await mailThrough(it.port).sendNotice({ address: "ana@mail.example", language: ENGLISH })).toEqual({
    ok: true,
    value: undefined,
  });
  const [mail] = it.taken();
  expect(mail?.to).toEqual(["ana@mail.example"]);
  expect(mail?.greeting).toBe("hall.example");
  const [head = "", ...body] = (mail?.text ?? "").split("\r\n\r\n");
  const names = head.split("\r\n").map((line) => line.split(":")[0]);
  expect(names.toSorted()).toEqual(
    [
      "Auto-Submitted",
      "Content-Transfer-Encoding",
      "Content-Type",
      "Date",
      "From",
      "Importance",
      "MIME-Version",
      "Message-ID",
      "Subject",
      "To",
    ].toSorted(),
  );
  expect(head).toContain("Subject: Something urgent waits\r\n");
  expect(body.map((part) => part.trim())).toEqual([
    "Something urgent waits at your desk. Please sign in:",
    "https://hall.example/desk",
  ]);
});

test("in the reader's language", async () => {
  await using it = await mailServer();
  await mailThrough(it.port).sendNotice({ address: "bo@mail.example", language: ARABIC });
  const [, body = ""] = (it.taken()[0]?.text ?? "").split("\r\n\r\n");
  const said = Buffer.from(body.replace(/\s/g, ""), "base64").toString();
  expect(said === "" ? body : said).toContain("عاجل");
});

test("a server that offers no TLS gets nothing, outside of test networks", async () => {
  await using it = await mailServer();
  expect(
    await mailThrough(it.port, false).sendNotice({ address: "ana@mail.example", language: ENGLISH }),
  ).toMatchObject({
    ok: false,
    error: { type: "unreachable" },
  });
  expect(it.taken()).toEqual([]);
});

test("an address that the server refuses is final, and one that it does not take now is not", async () => {
  const answering = (responseCode: number) =>
    mailServer({ onRcptTo: (_, __, done) => done(Object.assign(new Error("no"), { responseCode })) });
  for (const [code, type] of [
    [550, "refused"],
    [451, "unreachable"],
  ] as const) {
    await using it = await answering(code);
    expect(await mailThrough(it.port).sendNotice({ address: "ana@mail.example", language: ENGLISH })).toMatchObject({
      error: { type, detail: `the mail server answered ${code}` },
    });
  }
});

test("a server that is not there may be there later", async () => {
  const it = await mailServer();
  const mail = mailThrough(it.port);
  await it.close();
  expect(await mail.sendNotice({ address: "ana@mail.example", language: ENGLISH })).toMatchObject({
    error: { type: "unreachable" },
  });
});

test.each([
  ["smtps://ana:pass%40word@mail.example", { port: 465, secure: true, user: "ana", password: "pass@word" }],
  ["smtp://mail.example:587", { port: 587, secure: false }],
])("%s", (text, expected) => {
  expect(readMailServer(text)).toEqual({ ok: true, value: { host: "mail.example", ...expected } });
});

test.each(["mail.example", "https://mail.example", "smtp://ana@mail.example", "smtp://mail.example/x", "smtp://"])(
  "%s is no mail server",
  (text) => expect(readMailServer(text).ok).toBe(false),
);
