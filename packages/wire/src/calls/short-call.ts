import { textIn, type Call } from "@commonhall/domain";
import { fixedWords } from "../text/fixed-words.ts";
import { plainText } from "../text/html.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { briefMoment } from "../text/moments.ts";
import { shortText, type ShortLength } from "../text/short-text.ts";
import { headingOfCall, needInWords } from "./call-content.ts";

/**
 * A call in so many characters, to be copied out of the network (row S11). Only what everybody may read has an address
 * that everybody can open.
 */
export function shortCall(call: Call, language: string, max: ShortLength): string {
  const words = fixedWords(language);
  const wanted = call.needs.filter(({ closed }) => closed === undefined);
  return shortText(
    {
      heading: headingOfCall(call, language),
      text: plainText(htmlFromMarkdown(textIn(call.text, [language]).text)),
      details: `${words("needs")}: ${wanted.map((need) => needInWords(need, language)).join("; ")}`,
      until: `${words("neededBy")}: ${briefMoment(call.expires, language)}`,
      url: call.audience.type === "public" ? call.id : undefined,
    },
    max,
  );
}
