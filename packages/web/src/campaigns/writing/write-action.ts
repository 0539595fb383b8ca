import {
  checkAction,
  type Action,
  type ActionDraft,
  type LanguageTag,
  type PublishRefused,
  type Result,
} from "@commonhall/domain";
import { actionAnnouncementDocument, actionDocument, addressesOf } from "@commonhall/wire";
import type { Visit } from "../../desk/route.ts";
import { timeZoneOf } from "../../desk/times.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import type { Reader } from "../../words/reader.ts";
import { actionPage } from "../action.page.ts";
import { stageByHandle, stageCampaign, type StageCampaign } from "../../organisers/joint-campaign.ts";
import { publishRefusal } from "../publish-refused.ts";
import { actionBoxes } from "./action-boxes.ts";
import { actionFields, readAction } from "./action-form.ts";
import { chosenCampaign } from "./campaign-choice.ts";
import { languagesIn } from "./languages-part.ts";
import { followerCount } from "./recipients.ts";
import { translationsOf } from "./write-post.ts";
import type { Fields } from "./work.ts";
import { changed, type Ready, type Writing } from "./writing.ts";

/** How an action is written and changed. */
export const writeAction: Writing = {
  kind: "action",
  parts: [],
  async start({ ports, query }) {
    const of = query("of");
    if (of === "") return newAction(ports, query("campaign"));
    const action = await ports.campaigns.action(addressesOf(ports.site).action(of));
    if (action === undefined) return undefined;
    const campaign = await stageCampaign(ports, action.campaign);
    return { ...actionFields(action), campaign: campaign?.handle ?? "", of };
  },
  boxes: actionBoxes,
  read,
};

/** A campaign happens where its regions are, wherever the centre is. */
async function newAction(ports: Visit["ports"], handle: string): Promise<Fields> {
  const campaign = await stageByHandle(ports, handle);
  if (campaign === undefined) return {};
  return { campaign: handle, ...(campaign.regions.length === 0 ? {} : { timezone: timeZoneOf(campaign) }) };
}

async function read(visit: Visit, form: FormValues): Promise<Result<Ready, readonly FormError[]>> {
  const { reader, ports, centre } = visit;
  const refuse = (why: PublishRefused) => ({ ok: false, error: [refusal(reader, why)] }) as const;
  const campaign = await chosenCampaign(visit, form);
  const typed = readAction(visit, form, campaign);
  if (!typed.ok) return typed;
  if (campaign === undefined) return refuse({ type: "unknown campaign", name: form.get("campaign") });
  const checked = checkAction(typed.value);
  if (!checked.ok) return refuse(checked.error);
  const of = changed(form);
  const before = of === "" ? undefined : await ports.campaigns.action(addressesOf(ports.site).action(of));
  if (of !== "" && before === undefined) return refuse({ type: "not found", id: of });
  if (before === undefined && campaign.status === "closed")
    return refuse({ type: "campaign closed", name: campaign.handle });
  return { ok: true, value: ready(visit, checked.value, campaign, before, languagesIn(form, centre)) };
}

/** The end of an action is a day and a time; the day is asked first. */
function refusal(reader: Reader, why: PublishRefused): FormError {
  const error = publishRefusal(reader, why);
  return error.field === "ends" ? { ...error, field: "ends.date" } : error;
}

function ready(
  visit: Visit,
  draft: ActionDraft,
  campaign: StageCampaign,
  before: Action | undefined,
  languages: readonly LanguageTag[],
): Ready {
  const { ports, centre, reader, session } = visit;
  const { site } = ports;
  const action = asPublished(visit, draft, before);
  return {
    translations: translationsOf([draft.name, draft.text], languages),
    async page() {
      const count = await ports.participation.count(action.id);
      return actionPage({ reader, centre, campaign, action, count, open: false, now: ports.clock(), counted: false })
        .body;
    },
    documents: async () => [
      actionAnnouncementDocument({ site, action, centre, campaign }),
      actionDocument({ site, action, centre, campaign }),
    ],
    followers: () => followerCount(ports.follows, centre.id, campaign.id),
    async publish() {
      const { campaignCommands } = ports;
      const by = session.staff.name;
      const published =
        before === undefined
          ? await campaignCommands.publishAction(draft, by)
          : await campaignCommands.updateAction(before.id, draft, by);
      return published.ok ? published : { ok: false, error: [refusal(reader, published.error)] };
    },
  };
}

function asPublished({ ports, centre }: Visit, draft: ActionDraft, before: Action | undefined): Action {
  const now = ports.clock();
  if (before !== undefined) {
    const { id, announcement, cancelled, published, sequence } = before;
    return {
      ...draft,
      id,
      centre: centre.id,
      announcement,
      cancelled,
      published,
      updated: now,
      sequence: sequence + 1,
    };
  }
  const addresses = addressesOf(ports.site);
  const ids = { id: addresses.action(ports.newId()), announcement: addresses.post(ports.newId()) };
  return { ...draft, ...ids, centre: centre.id, cancelled: false, published: now, sequence: 0 };
}
