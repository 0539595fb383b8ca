import { textIn, type Campaign } from "@commonhall/domain";
import { fixedWords } from "../text/fixed-words.ts";
import { plainText } from "../text/html.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { briefDay } from "../text/moments.ts";
import { shortText, type ShortLength } from "../text/short-text.ts";

/** A campaign in so many characters, to be copied into a short message (row S11). */
export function shortCampaign(campaign: Campaign, language: string, max: ShortLength): string {
  const words = fixedWords(language);
  const demands = campaign.demands.map((demand) => textIn(demand, [language]).text);
  return shortText(
    {
      heading: textIn(campaign.name, [language]).text,
      text: plainText(htmlFromMarkdown(textIn(campaign.summary, [language]).text)),
      details: `${words("demands")}: ${demands.join("; ")}`,
      until: campaign.status === "closed" ? words("closed") : `${words("until")}: ${briefDay(campaign.ends, language)}`,
      url: campaign.id,
    },
    max,
  );
}
