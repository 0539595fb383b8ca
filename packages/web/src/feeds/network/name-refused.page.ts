import { FEED_KINDS, type Centre, type FeedNameRefused } from "@commonhall/domain";
import { code, html, isolated, type Html } from "../../layout/html.ts";
import { publicNav, type PageInput } from "../../layout/page.ts";
import { facts, linkButton } from "../../layout/parts.ts";
import type { PublicReader } from "../../words/reader.ts";
import { sayFor, sayRich } from "./words/say.ts";

/** What was wrong with the name of a feed, the one that was meant where that can be told, and what every part may be. */
export function nameRefusedPage(
  reader: PublicReader,
  centre: Centre,
  { refused, ending }: { readonly refused: FeedNameRefused; readonly ending: string },
): PageInput {
  const say = sayFor(reader);
  return {
    // The ways to the other languages each repeat the address, and what somebody made up may be long.
    reader: reader.here.length > LONGEST_ADDRESS ? { ...reader, here: "/feeds" } : reader,
    centre,
    title: say("refused.title"),
    nav: publicNav(reader, "feeds"),
    unlisted: true,
    body: html`<p class="stamp">404</p>
<h1>${say("refused.title")}</h1>
<p class="lead">${whatWasWrong(reader, refused)}</p>
${refused.type === "parts swapped" && html`<p>${sayRich(reader)("refused.meant", { name: meantLink(reader, refused.meant, ending) })}</p>`}
<h2>${say("refused.accepted")}</h2>
<p>${sayRich(reader)("refused.accepted.text", { name: code("us-ca.f.call.en") })}</p>
${facts([
  [say("part.place"), accepted(say("accepted.place"), ["us-ca", "us", "419", "grp-gcc", "001"])],
  [say("part.branch"), accepted(say("accepted.branch"), ["f", "t97", "idwf"])],
  [say("part.kind"), accepted(say("accepted.kind"), FEED_KINDS)],
  [say("part.language"), accepted(say("accepted.language"), ["en", "ar", "zh-hant"])],
])}
<p class="acts">${linkButton(reader.link("/feeds"), say("refused.choose"))}</p>`,
  };
}

const LONGEST_SHOWN = 60;
const LONGEST_ADDRESS = 200;

/** All of it for a form, which has room for a line or two. */
export function refusedText(reader: PublicReader, refused: FeedNameRefused): string {
  const wrong = whatWasWrong(reader, refused);
  return refused.type === "parts swapped"
    ? `${wrong} ${sayFor(reader)("refused.meant", { name: isolated(refused.meant) })}`
    : wrong;
}

function whatWasWrong(reader: PublicReader, refused: FeedNameRefused): string {
  const tell = sayFor(reader);
  switch (refused.type) {
    case "not four parts":
      return tell("refused.not-four-parts", { found: refused.found });
    case "unknown part":
      return tell(`refused.unknown.${refused.part}`, { text: isolated(refused.text.slice(0, LONGEST_SHOWN)) });
    case "parts swapped":
      return tell("refused.swapped");
  }
}

const meantLink = (reader: PublicReader, name: string, ending: string): Html =>
  html`<a href="${reader.link(`/feeds/${name}${ending}`)}">${code(`${name}${ending}`)}</a>`;

const accepted = (text: string, examples: readonly string[]): Html =>
  html`${text} ${examples.map((example, index) => html`${index > 0 && ", "}${code(example)}`)}`;
