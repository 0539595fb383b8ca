import {
  languagesOf,
  textIn,
  type Call,
  type CallClosing,
  type CampaignFacts,
  type Centre,
  type LanguageTag,
} from "@commonhall/domain";
import { addressesOf, type Addresses, type Site } from "../addresses.ts";
import { addressFields, dateFields } from "../campaigns/public-fields.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { labelled, paragraph, plainLink, strong } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { footHtml } from "../text/foot.ts";
import { localized } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";

export interface ReportDocumentInput {
  readonly site: Site;
  readonly call: Call;
  readonly closing: CallClosing;
  readonly centre: Centre;
  readonly campaign?: CampaignFacts | undefined;
  readonly published: number;
}

/** The last reply to a call, which tells everybody who got it what came of it (wire.md 3, close). */
export function reportDocument(input: ReportDocumentInput): JsonObject {
  const { site, call, closing, centre, campaign, published } = input;
  const addresses = addressesOf(site);
  const content = localized(languagesOf(closing.text), (language) => contentIn(language, { addresses, call, closing }));
  const document = present({
    id: closing.report,
    type: "Note",
    kind: "CampaignPost",
    ...addressFields({ addresses, centre, campaign, object: closing.report, audience: call.audience }),
    inReplyTo: call.id,
    about: call.id,
    ...dateFields({ published }),
    content: content.first,
    contentMap: content.map,
    url: closing.report,
  });
  return { "@context": contextFor(document), ...document };
}

interface Telling {
  readonly addresses: Addresses;
  readonly call: Call;
  readonly closing: CallClosing;
}

function contentIn(language: LanguageTag, { addresses, call, closing }: Telling): string {
  const words = fixedWords(language);
  const status = call.status === "met" ? words("met") : words("ended");
  const foot = footHtml({
    addresses,
    language,
    languages: languagesOf(closing.text),
    url: closing.report,
    links: [labelled(words("solidarityCall"), plainLink(call.id))],
  });
  const head = paragraph([strong(`${words("solidarityCall")}: ${status}`)]);
  return `${head}${htmlFromMarkdown(textIn(closing.text, [language]).text)}${foot}`;
}
