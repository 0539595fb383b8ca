import { direction, feedFilterFrom, feedName, type DigestLetter } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { centre, NOW, SITE } from "../testing/fixtures.ts";
import { carried, foreignObject } from "../testing/memory-feeds.ts";
import { readHtml } from "../testing/read-html.ts";
import { PUBLIC_LANGUAGES } from "../words/public/words.ts";
import { digestLetter, questionLetter } from "./letters.ts";

const OTHERS = PUBLIC_LANGUAGES.filter((language) => language !== "en");
const SENDER = { site: SITE, centre };
const filter = feedFilterFrom("lb.t97.call.any");

const to = (language: string): DigestLetter => ({
  id: "one",
  feed: filter.ok ? feedName(filter.value) : expect.fail(),
  rhythm: "weekly",
  language,
  address: "ana@mail.example",
  tokens: { confirm: "c", end: "e" },
});

const item = carried(
  foreignObject("p", { name: "№ 1", content: "<p>№ 2</p>" }, { published: NOW }),
  {},
  { from: "№ 3" },
);
const NEWS = { items: [item.item], count: 3, until: NOW };

/** What the node itself says: lines of words, but for the one below a title. */
const lines = (text: string): readonly string[] =>
  text.split("\n").filter((line) => /[\p{L}\p{M}]{3} /u.test(line) && !line.startsWith("№"));

describe("the mails", () => {
  const question = questionLetter(SENDER, to("en"));

  test.each(OTHERS)("in %s ask in that language, and lead to pages in it", (language) => {
    const letter = questionLetter(SENDER, to(language));
    expect(letter.subject).not.toBe(question.subject);
    expect(lines(letter.text).filter((line) => lines(question.text).includes(line))).toEqual([]);
    expect(letter.text).toContain(`/digests/confirm/c?lang=${language}`);
  });

  test.each(OTHERS)(
    "in %s bring what is new in that language, as text and as HTML in its direction",
    async (language) => {
      const english = await digestLetter(SENDER, to("en"), NEWS);
      const letter = await digestLetter(SENDER, to(language), NEWS);
      expect(letter.subject.split(" · ")[0]).not.toBe(english.subject.split(" · ")[0]);
      expect(lines(letter.text).length).toBeGreaterThan(3);
      expect(lines(letter.text).filter((line) => lines(english.text).includes(line))).toEqual([]);
      const { tags } = readHtml(letter.html ?? "");
      expect(tags[0]).toMatchObject({ name: "html", attributes: { lang: language, dir: direction(language) } });
      for (const path of ["/digests/end/e", "/feeds/lb.t97.call.any"])
        expect(letter.html).toContain(`${path}?lang=${language}`);
    },
  );
});
