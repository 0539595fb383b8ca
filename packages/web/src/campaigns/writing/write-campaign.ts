import {
  checkCampaign,
  namesAnEmployer,
  translations,
  type Campaign,
  type CampaignDraft,
  type Dates,
  type Result,
} from "@commonhall/domain";
import { addressesOf, openingPostDocument } from "@commonhall/wire";
import type { Visit } from "../../desk/route.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { campaignPage } from "../campaign.page.ts";
import { publishRefusal } from "../publish-refused.ts";
import { campaignBoxes } from "./campaign-boxes.ts";
import { campaignFields, readCampaign } from "./campaign-form.ts";
import { followerCount } from "./recipients.ts";
import { changed, type Ready, type Writing } from "./writing.ts";

/** How a campaign is written and changed. */
export const writeCampaign: Writing = {
  kind: "campaign",
  parts: ["demand", "target"],
  async start({ ports, centre, query }) {
    const of = query("of");
    if (of === "") return {};
    const campaign = await ports.campaigns.byHandle(of);
    return campaign === undefined ? undefined : { ...campaignFields(campaign, centre), of };
  },
  boxes: async (visit, form) => campaignBoxes(visit, form),
  read,
};

async function read(visit: Visit, form: FormValues): Promise<Result<Ready, readonly FormError[]>> {
  const { reader, ports, centre } = visit;
  const typed = readCampaign(reader, centre, form);
  if (!typed.ok) return typed;
  const { draft, rows } = typed.value;
  const row = (demand: number) => rows[demand] ?? demand;
  const checked = checkCampaign(draft, ports.clock());
  if (!checked.ok) return { ok: false, error: [publishRefusal(reader, checked.error, row)] };
  const of = changed(form);
  const before = of === "" ? undefined : await ports.campaigns.byHandle(of);
  if (of !== "" && before === undefined)
    return { ok: false, error: [publishRefusal(reader, { type: "not found", id: of })] };
  if (of === "" && (await isTaken(visit, draft.handle))) {
    return { ok: false, error: [publishRefusal(reader, { type: "handle taken", handle: draft.handle })] };
  }
  return { ok: true, value: ready(visit, draft, checked.value, before, row) };
}

/** As far as it can be seen from here; publishing says the last word. */
async function isTaken({ ports, centre }: Visit, handle: CampaignDraft["handle"]): Promise<boolean> {
  return handle === centre.handle || (await ports.campaigns.byHandle(handle)) !== undefined;
}

function ready(
  visit: Visit,
  draft: CampaignDraft,
  dates: Dates,
  before: Campaign | undefined,
  row: (demand: number) => number,
): Ready {
  const { ports, centre, reader, session } = visit;
  const campaign = { ...asPublished(visit, draft, before), ...dates };
  return {
    translations: translations(draft),
    namesAnEmployer: namesAnEmployer(draft, before),
    page: async () =>
      campaignPage({
        reader,
        site: ports.site,
        centre,
        campaign,
        calls: [],
        actions: [],
        counts: new Map(),
        posts: [],
        now: ports.clock(),
      }).body,
    documents: async () => [openingPostDocument({ site: ports.site, campaign, centre })],
    followers: () => followerCount(ports.follows, centre.id, campaign.id),
    async publish() {
      const { campaignCommands } = ports;
      const by = session.staff.name;
      const published =
        before === undefined
          ? await campaignCommands.publishCampaign(draft, by)
          : await campaignCommands.updateCampaign(before.id, draft, by);
      return published.ok ? published : { ok: false, error: [publishRefusal(reader, published.error, row)] };
    },
  };
}

/** The campaign as it will be: with the ids that it has, or ids that look like those that it will get. */
function asPublished(
  { ports, centre, session }: Visit,
  draft: CampaignDraft,
  before: Campaign | undefined,
): Omit<Campaign, "starts" | "ends"> {
  const now = ports.clock();
  if (before !== undefined) return { ...before, ...draft, updated: now };
  const addresses = addressesOf(ports.site);
  return {
    ...draft,
    id: addresses.campaign(draft.handle),
    centre: centre.id,
    openingPost: addresses.post(ports.newId()),
    status: "running",
    published: now,
    log: [{ at: now, by: session.staff.name, what: "published" }],
  };
}
