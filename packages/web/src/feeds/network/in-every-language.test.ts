import { DAY, direction, ownName } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../../public-web.ts";
import { open, send, type Got } from "../../testing/ask.ts";
import { everything, NOW } from "../../testing/fixtures.ts";
import { memoryDigests, noDigests } from "../../testing/memory-digests.ts";
import { carried, foreignObject, type Carried } from "../../testing/memory-feeds.ts";
import { memoryPorts } from "../../testing/memory-ports.ts";
import { OFFERED_LANGUAGES } from "../../words/offered-languages.ts";
import { PUBLIC_LANGUAGES } from "../../words/public/words.ts";

const OTHERS = PUBLIC_LANGUAGES.filter((language) => language !== "en");
const FEED = "us-ca.f.any.any";

const posts: readonly Carried[] = Array.from({ length: 60 }, (_, index) =>
  carried(
    foreignObject(`p${index}`, { name: `№ ${index}`, content: `<p>№ ${index}</p>` }, { published: NOW - index * DAY }),
    { regions: ["US-CA"], sectors: ["isic4:F"] },
  ),
);

function node(all: readonly Carried[]) {
  const clock = () => NOW;
  const world = noDigests();
  const digests = memoryDigests(world, clock, true);
  return publicWeb(memoryPorts({ ...everything, carried: all }, { clock, digests }).ports);
}

const full = node(posts);
const empty = node([]);
const DIGEST = `/feeds/${FEED}/digest`;

type Ask = (language: string) => Promise<Got>;
const opened =
  (web: typeof full, path: string): Ask =>
  (language) =>
    open(web, `${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
const asked =
  (fields: Readonly<Record<string, string>>): Ask =>
  (language) =>
    send(full, `${DIGEST}?lang=${language}`, Object.entries({ ...fields, language: fields["language"] ?? language }));

const PAGES: readonly (readonly [name: string, ask: Ask])[] = [
  ["the builder", opened(full, "/feeds?place=us&part=us-ca&branch=f")],
  ["the builder where nothing has come", opened(empty, "/feeds?place=qa&kind=call&language=ne")],
  ["a feed", opened(full, `/feeds/${FEED}`)],
  ["a feed where nothing has come", opened(empty, "/feeds/grp-mena.idwf.action.ar")],
  ["a name with parts in another order", opened(full, "/feeds/f.us.call.any")],
  ["a name of three parts", opened(full, "/feeds/us.f.call")],
  ["a place that is none", opened(full, "/feeds/us-zz.f.call.any")],
  ["work that is none", opened(full, "/feeds/us.f99.call.any")],
  ["a kind that is none", opened(full, "/feeds/us.f.note.any")],
  ["a language that is none", opened(full, "/feeds/us.f.call.qqq")],
  ["a widget", opened(full, `/feeds/${FEED}/widget`)],
  ["an empty widget", opened(empty, `/feeds/${FEED}/widget`)],
  ["the form for mails", opened(full, DIGEST)],
  ["the form for mails with nothing in it", asked({ address: "", rhythm: "", language: "tlh" })],
  ["the form for mails with an address that is none", asked({ address: "٢", rhythm: "daily" })],
  ["the answer to the form", asked({ address: "ana@mail.example", rhythm: "weekly" })],
  ["a link that confirms nothing", opened(full, "/digests/confirm/none")],
  ["a link that ends nothing", opened(full, "/digests/end/none")],
];

/** What people read, piece by piece, and what is read out to them. Lists to choose from are looked at where their labels are. */
function pieces({ html }: Got): readonly string[] {
  const said = [...html.matchAll(/ (?:aria-label|alt|placeholder)="([^"]*)"/g)].map(([, text = ""]) => text);
  const shown = html.replaceAll(/<style>[^]*?<\/style>|<option[^>]*>[^<]*/g, "").split(/<[^>]*>/);
  return [...shown, ...said].map((text) => text.trim()).filter((text) => /\p{L}{3}/u.test(text));
}

const OWN_NAMES = [...OFFERED_LANGUAGES, ...PUBLIC_LANGUAGES].map((tag) => ownName(tag));
/** Codes and addresses, formats, those who have one name everywhere, what centres call themselves, and days. */
const KEPT =
  /^(?:[@a-z0-9.:/-]+|Atom|RSS|JSON|JSON Feed|(?:IndustriALL|UNI) Global Union|Migrant Workers’ Hall, Beirut|An ally(?: ·)?|(?:\d+ )?\p{L}+ 2026)$/u;
const LATIN: readonly string[] = ["es", "fr", "pt", "id", "fil", "tr"];

/** A single word may be the same in two languages of one script; a sentence may not. */
const isLeft = (text: string, language: string): boolean =>
  !OWN_NAMES.includes(text) && !KEPT.test(text) && (text.includes(" ") || !LATIN.includes(language));

describe.each(PAGES)("%s", (_, ask) => {
  test("is in every language as a whole, in its direction, and small", async () => {
    const english = await ask("en");
    const inEnglish = new Set(pieces(english));
    expect(inEnglish.size).toBeGreaterThan(1);
    for (const language of OTHERS) {
      const page = await ask(language);
      expect(page.status).toBe(english.status);
      const root = page.tags.find(({ name }) => name === "html");
      expect(root?.attributes).toEqual({ lang: language, dir: direction(language) });
      expect(Buffer.byteLength(page.html)).toBeLessThan(100_000);
      const left = pieces(page).filter((text) => inEnglish.has(text) && isLeft(text, language));
      expect([language, left]).toEqual([language, []]);
    }
  });
});
