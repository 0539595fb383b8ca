import {
  feedFilterFrom,
  feedName,
  HOUR,
  trusted,
  type Centre,
  type DigestLetter,
  type FeedItem,
  type LanguageTag,
  type StoredObject,
} from "@commonhall/domain";
import { mailServer } from "@commonhall/testkit/mail";
import PostalMime, { type Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import { digestMail } from "./digest-mail.ts";
import { mailRoom } from "./mail-room.ts";

const ORIGIN = "https://hall.example";
const UNTIL = Date.UTC(2026, 10, 23, 7);
const texts = (of: Record<string, string>) => of as Readonly<Record<LanguageTag, string>>;
const CENTRE: Centre = {
  id: trusted.actor(`${ORIGIN}/centres/hall`),
  handle: trusted.handle("hall"),
  name: texts({ en: "Workers’ Hall", ar: "دار العمّال" }),
  summary: texts({ en: "A hall." }),
  languages: ["en"] as unknown as Centre["languages"],
  regions: [],
  sectors: [],
  founded: 0,
};

function letterTo(more: Partial<DigestLetter> = {}, name = "us-ca.f.call.any"): DigestLetter {
  const filter = feedFilterFrom(name);
  const feed = filter.ok ? feedName(filter.value) : expect.fail();
  const tokens = { confirm: "the-token-that-confirms", end: "the-token-that-ends" };
  return { id: "one", feed, rhythm: "daily", language: "en", address: "ana@mail.example", tokens, ...more };
}

let made = 0;
function itemOf(
  document: Readonly<Record<string, unknown>>,
  more: Partial<StoredObject> = {},
  from = "An ally",
): FeedItem {
  const id = trusted.object(`https://ally.example/posts/${(made += 1)}`);
  const attributedTo = trusted.actor("https://ally.example/centres/ally");
  const object: StoredObject = {
    id,
    kind: "post",
    type: "Note",
    attributedTo,
    published: UNTIL - HOUR,
    language: "en",
    text: "",
    document: JSON.stringify({ id, type: "Note", attributedTo, ...document }),
    local: false,
    reach: "public",
    ...more,
  };
  return { entry: trusted.feedEntry(`entry-${made}`), object, fromName: from, entered: UNTIL - HOUR };
}

/** What a mail server took of what `send` sent, as somebody else's program reads it. */
async function read(
  send: (mail: ReturnType<typeof digestMail>) => Promise<{ readonly ok: boolean }>,
  centre = CENTRE,
): Promise<Email & { readonly raw: string; readonly envelope: readonly string[] }> {
  await using server = await mailServer();
  const smtp = { host: "127.0.0.1", port: server.port, secure: false };
  const room = mailRoom({ server: smtp, from: "desk@hall.example", origin: ORIGIN, testNetwork: true });
  const mail = digestMail(room, { get: async () => centre }, { origin: ORIGIN, handleHost: "hall.example" });
  expect((await send(mail)).ok).toBe(true);
  const [taken, ...others] = server.taken();
  if (taken === undefined || others.length > 0) throw new Error("One mail");
  return { ...(await PostalMime.parse(taken.text)), raw: taken.text, envelope: taken.to };
}

const digestOf = (items: readonly FeedItem[], to = letterTo(), count = items.length, centre = CENTRE) =>
  read((mail) => mail.sendDigest(to, { items, count, until: UNTIL }), centre);
const headOf = ({ headers }: Email, key: string) => headers.filter((one) => one.key === key).map(({ value }) => value);

describe("a digest", () => {
  test("says what is new, from whom and where it stands, in plain text and in HTML", async () => {
    const call = itemOf(
      { name: "Pay <now> & here", content: "<p>2,000 workers wait.</p><p>Come!</p>" },
      {},
      "Hall of builders",
    );
    const post = itemOf({ content: "<p>Only words</p>" });
    const mail = await digestOf([call, post], letterTo(), 7);
    expect(mail.envelope).toEqual(["ana@mail.example"]);
    expect(mail.from).toMatchObject({ name: "Workers’ Hall", address: "desk@hall.example" });
    expect(mail.to).toEqual([expect.objectContaining({ address: "ana@mail.example" })]);
    expect(mail.subject).toContain("Solidarity calls, construction, California (United States)");
    for (const part of [mail.text, mail.html]) {
      for (const said of [
        "7 things are new",
        "2,000 workers wait. Come!",
        "Hall of builders · 23 November 2026",
        "Only words",
        "5 more",
        call.object.id,
        post.object.id,
        `${ORIGIN}/feeds/us-ca.f.call.any`,
        `${ORIGIN}/digests/end/the-token-that-ends`,
      ]) {
        expect(part).toContain(said);
      }
      expect(part).not.toContain("the-token-that-confirms");
    }
    expect(mail.text).toContain("Pay <now> & here");
    expect(mail.html).toContain("Pay &lt;now&gt; &amp; here");
    expect(mail.text?.match(/Only words/g)).toHaveLength(1);
  });

  test("has what mail programs need to sort it, to end it, and to know it when it comes twice", async () => {
    const items = [itemOf({ content: "<p>One</p>" })];
    const [mail, again] = [await digestOf(items), await digestOf(items)];
    expect(headOf(mail, "list-unsubscribe")).toEqual([`<${ORIGIN}/digests/end/the-token-that-ends?lang=en>`]);
    expect(headOf(mail, "list-unsubscribe-post")).toEqual(["List-Unsubscribe=One-Click"]);
    expect(headOf(mail, "list-id")).toEqual(["<us-ca.f.call.any.feeds.hall.example>"]);
    expect(headOf(mail, "auto-submitted")).toEqual(["auto-generated"]);
    expect(mail.messageId).toMatch(/^<digest\.[0-9a-f]{32}@hall\.example>$/);
    expect(again.messageId).toBe(mail.messageId);
    const other = await digestOf(items, letterTo({ id: "other" }));
    const next = await read((one) => one.sendDigest(letterTo(), { items, count: 1, until: UNTIL + 24 * HOUR }));
    expect(new Set([mail.messageId, other.messageId, next.messageId]).size).toBe(3);
  });

  test("carries nothing that others' markup could do, and loads nothing from anywhere", async () => {
    const evil = `<p onclick="x()">a</p><script>steal()</script><img src="https://spy.example/p.png"><a href="https://spy.example/?r=ana">b</a><style>@import "https://spy.example"</style>`;
    const items = [
      itemOf({ name: `<script>x</script>"><img src=//spy.example>`, content: evil }, {}, `<b onload="x">Eve`),
      itemOf({ content: `<iframe src="https://spy.example"></iframe>text` }),
    ];
    const { html = "", text = "", attachments } = await digestOf(items);
    expect(attachments).toEqual([]);
    expect(html).not.toMatch(/<(?:script|img|iframe|style|link|object|form|video|svg|meta http)/i);
    expect(html.replaceAll(/&lt;.*?&gt;/g, "")).not.toMatch(/<[^>]*\s(?:on\w+|style|src|srcset|background|class|id)=/i);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href.split("?")[0]);
    expect(new Set(links)).toEqual(
      new Set([...items.map(({ object }) => object.id), `${ORIGIN}/digests/end/the-token-that-ends`]),
    );
    for (const [url] of text.matchAll(/https?:\/\/\S+/g)) expect(url).not.toMatch(/^https:\/\/spy/);
  });

  test("has one head, whatever a name is made of", async () => {
    const name = "Hall\r\nBcc: eve@evil.example\r\n\r\nBody\u2028\u202e<evil@evil.example>,";
    const centre = { ...CENTRE, name: texts({ en: name }) };
    const items = [itemOf({ name: `X\r\nBcc: eve@evil.example`, content: "\r\n.\r\nQUIT\r\n" }, {}, name)];
    const mail = await digestOf(items, letterTo({ address: "ana.o'hara+x@mail.example" }), 1, centre);
    expect(mail.envelope).toEqual(["ana.o'hara+x@mail.example"]);
    expect(mail.headers.map(({ key }) => key).toSorted()).toEqual([
      "auto-submitted",
      "content-type",
      "date",
      "from",
      "list-id",
      "list-unsubscribe",
      "list-unsubscribe-post",
      "message-id",
      "mime-version",
      "subject",
      "to",
    ]);
    expect([mail.from?.address, mail.bcc, mail.cc]).toEqual(["desk@hall.example", undefined, undefined]);
    expect(mail.text).toContain("the-token-that-ends");
  });

  test.each([
    ["ar", "rtl", "هناك جديد واحد"],
    ["es", "ltr", "Hay una novedad"],
  ])("speaks %s, %s, and marks what is in another language", async (language, dir, said) => {
    const {
      html = "",
      text,
      subject,
    } = await digestOf([itemOf({ content: "<p>English words</p>" })], letterTo({ language }));
    expect(html).toContain(`<html lang="${language}" dir="${dir}">`);
    expect(html).toContain('<h2 lang="en" dir="ltr">');
    expect(text).toContain(said);
    if (language === "ar") expect(subject).toContain("دار العمّال");
  });
});

describe("the question", () => {
  test.each([
    ["en", "If it was not you, do nothing"],
    ["es", "Si no has sido tú, no hagas nada"],
    ["ar", "إن لم تكن أنت فلا تفعل شيئًا"],
  ])("in %s leads to the page with the button, and says how to let it be", async (language, said) => {
    const ask = () => read((mail) => mail.sendQuestion(letterTo({ language })));
    const [mail, again] = [await ask(), await ask()];
    expect(mail.text).toContain(`${ORIGIN}/digests/confirm/the-token-that-confirms?lang=${language}`);
    expect(mail.text).toContain(said);
    expect(mail.text).not.toContain("the-token-that-ends");
    expect([mail.html, headOf(mail, "list-unsubscribe")]).toEqual([undefined, []]);
    expect(again.messageId).toBe(mail.messageId);
  });

  test("carries no word of whoever typed the address", async () => {
    const { text = "" } = await read((mail) => mail.sendQuestion(letterTo({}, "any.any.any.any")));
    const left = text.replaceAll(/https:\S+/g, "");
    expect(left).toContain("Workers’ Hall");
    expect(left).not.toContain("ana@");
  });
});
