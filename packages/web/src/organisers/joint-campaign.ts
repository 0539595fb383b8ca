import {
  UNDETERMINED,
  type ActorId,
  type CampaignFacts,
  type CampaignStatus,
  type JointCampaign,
} from "@commonhall/domain";
import { parseActor, parseDocument, type InboundCampaign } from "@commonhall/wire";
import type { WebPorts } from "../ports.ts";
import { pathOf } from "../campaigns/notices.ts";

/** A campaign that something of ours belongs to: one of our own, or one that another centre leads and ours organises too. */
export interface StageCampaign extends CampaignFacts {
  /** For people and forms: `payup`, or `@payup@hall.example` where it is led elsewhere. */
  readonly handle: string;
  readonly status: CampaignStatus;
  /** Where it is read on this node, where that is not at its own id. */
  readonly page?: string;
}

export const stagePath = ({ id, page }: Pick<StageCampaign, "page"> & { readonly id: string }): string =>
  page ?? pathOf(id);

type Ports = Pick<WebPorts, "campaigns" | "organisers">;

export async function stageCampaign(ports: Ports, id: ActorId | undefined): Promise<StageCampaign | undefined> {
  if (id === undefined) return undefined;
  const own = await ports.campaigns.get(id);
  if (own !== undefined) return own;
  const joint = await ports.organisers.jointCampaign(id);
  return joint === undefined ? undefined : stageFrom(joint);
}

/** Those in which our centre may publish now, besides its own. */
export async function joinedCampaigns({ organisers }: Pick<Ports, "organisers">): Promise<readonly StageCampaign[]> {
  const joint = await organisers.joint();
  return joint.filter(({ state }) => state === "accepted").map(stageFrom);
}

/** As it stands in a form: `payup`, or `@payup@hall.example` where it is led elsewhere. */
export async function stageByHandle(ports: Ports, handle: string): Promise<StageCampaign | undefined> {
  if (handle === "") return undefined;
  if (!handle.startsWith("@")) return ports.campaigns.byHandle(handle);
  return (await joinedCampaigns(ports)).find((one) => one.handle === handle);
}

export function stageFrom(joint: JointCampaign): StageCampaign {
  const known = groupOf(joint);
  return {
    id: joint.campaign,
    name: known?.names ?? { [UNDETERMINED]: joint.name },
    regions: known?.regions ?? [],
    sectors: known?.sectors ?? [],
    handle: joint.handle,
    status: known?.status ?? "running",
    page: jointPath(joint),
  };
}

/** Our own page of it: `/campaigns/payup@hall.example`. */
export const jointPath = ({ handle }: Pick<JointCampaign, "handle">): string =>
  `/campaigns/${encodeURIComponent(handle.replace(/^@/, ""))}`;

/** What its own node has told of it. */
export function groupOf({ document }: Pick<JointCampaign, "document">): InboundCampaign | undefined {
  const json = document === "" ? undefined : parseDocument(document);
  const actor = json?.ok === true ? parseActor(json.value) : undefined;
  return actor?.ok === true ? actor.value.campaign : undefined;
}
