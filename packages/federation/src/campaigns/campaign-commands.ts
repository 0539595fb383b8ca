import { close, renew, resume, suspend, type CampaignCommands } from "@commonhall/domain";
import type { LocalKeys } from "../keys/local-keys.ts";
import { deletePublication } from "./delete-publication.ts";
import { cancelAction, publishAction, updateAction } from "./publish-action.ts";
import { changeCampaign, publishCampaign, updateCampaign } from "./publish-campaign.ts";
import { publishPost, updatePost } from "./publish-post.ts";
import type { PublishingPorts } from "./publishing.ts";

/** What the desk and the command line can do with campaigns, posts and actions. */
export function campaignCommands(ports: PublishingPorts, keys: LocalKeys): CampaignCommands {
  return {
    publishCampaign: (draft, by) => publishCampaign(ports, keys, draft, by),
    updateCampaign: (id, draft, by) => updateCampaign(ports, keys, id, draft, by),
    renewCampaign: (id, by) => changeCampaign(ports, keys, id, by, (campaign, at) => renew(campaign, by, at)),
    suspendCampaign: (id, by) => changeCampaign(ports, keys, id, by, (campaign, at) => suspend(campaign, by, at)),
    resumeCampaign: (id, by) => changeCampaign(ports, keys, id, by, (campaign, at) => resume(campaign, by, at)),
    closeCampaign: (id, closing, by) =>
      changeCampaign(ports, keys, id, by, (campaign, at) => close(campaign, closing, by, at)),
    publishPost: (draft, by) => publishPost(ports, keys, draft, by),
    updatePost: (id, draft, by) => updatePost(ports, keys, id, draft, by),
    publishAction: (draft, by) => publishAction(ports, keys, draft, by),
    updateAction: (id, draft, by) => updateAction(ports, keys, id, draft, by),
    cancelAction: (id, by) => cancelAction(ports, keys, id, by),
    deletePublication: (id, by) => deletePublication(ports, keys, id, by),
  };
}
