import {
  isoInstant,
  textIn,
  type ActorId,
  type Centre,
  type ObjectId,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import { PUBLIC } from "../activities/activities.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { labelled, link, paragraph } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { localized } from "../text/localized.ts";

export interface TallyDocumentInput {
  readonly id: ObjectId;
  readonly centre: Pick<Centre, "id" | "languages">;
  readonly campaign: { readonly id: ActorId; readonly name: Texts };
  readonly count: number;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
}

/** How many took part in what one organiser called to: a number that can be checked, of people who stay unknown (row C5). */
export function tallyDocument({ id, centre, campaign, count, published, updated }: TallyDocumentInput): JsonObject {
  const content = localized([centre.languages[0]], (language) => {
    const words = fixedWords(language);
    const name = link(campaign.id, { text: textIn(campaign.name, [language]).text });
    return paragraph([labelled(words("tookPart"), String(count)), labelled(words("campaign"), name)]);
  });
  const document = present({
    id,
    type: "Note",
    kind: "Tally",
    attributedTo: centre.id,
    audience: campaign.id,
    context: campaign.id,
    to: [PUBLIC],
    cc: [campaign.id],
    published: isoInstant(published),
    updated: updated === undefined ? undefined : isoInstant(updated),
    content: content.first,
    contentMap: content.map,
    participantCount: count,
    url: id,
  });
  return { "@context": contextFor(document), ...document };
}
