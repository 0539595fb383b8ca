import type { CallCommands, CampaignCommands, CentreCommands, FlagCommands, NoticeCommands } from "@commonhall/domain";
import { callCommands } from "./calls/call-commands.ts";
import { campaignCommands } from "./campaigns/campaign-commands.ts";
import { centreCommands } from "./centres/centre-commands.ts";
import type { LocalKeys } from "./keys/local-keys.ts";
import { flagCommands } from "./moderation/flag-commands.ts";
import { noticeCommands } from "./notices/notice-commands.ts";
import type { FederationPorts } from "./ports.ts";

/** What people can do from the desk and from the command line, following aside (`following/follow-commands.ts`). */
export type Commands = CallCommands & CampaignCommands & CentreCommands & FlagCommands & NoticeCommands;

export const createCommands = (ports: FederationPorts, keys: LocalKeys): Commands => ({
  ...callCommands(ports, keys),
  ...campaignCommands(ports, keys),
  ...centreCommands(ports, keys),
  ...flagCommands(ports),
  ...noticeCommands(ports),
});
