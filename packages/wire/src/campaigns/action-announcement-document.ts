import { textIn, type Action, type CampaignFacts, type Centre } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { paragraph } from "../text/elements.ts";
import { firstParagraph } from "../text/first-paragraph.ts";
import { footHtml } from "../text/foot.ts";
import { localized } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { languagesOfAction } from "./action-document.ts";
import { factsOf, linksOf } from "./action-facts.ts";
import { dateFields, publicFields } from "./public-fields.ts";

export interface ActionAnnouncementInput {
  readonly site: Site;
  readonly action: Action;
  readonly centre: Centre;
  readonly campaign: CampaignFacts;
}

/** The campaign post that tells of an action, because several programs show no Event (wire.md 2). `about` names the action. */
export function actionAnnouncementDocument({ site, action, centre, campaign }: ActionAnnouncementInput): JsonObject {
  const addresses = addressesOf(site);
  const languages = languagesOfAction(action);
  const content = localized(languages, (language) => {
    const of = { action, campaign, language };
    const text = firstParagraph(htmlFromMarkdown(textIn(action.text, [language]).text));
    const foot = footHtml({ addresses, language, languages, url: action.announcement, links: linksOf(of) });
    return [paragraph(factsOf(of)), text, foot].join("");
  });
  const document = present({
    id: action.announcement,
    type: "Note",
    kind: "CampaignPost",
    about: action.id,
    ...publicFields({ addresses, centre, campaign }),
    ...dateFields(action),
    content: content.first,
    contentMap: content.map,
    url: action.announcement,
    regions: campaign.regions,
    sectors: campaign.sectors,
  });
  return { "@context": contextFor(document), ...document };
}
