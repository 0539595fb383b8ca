import { type ActorId, type CallNotPublished, type LanguageTag, type Published, type Result } from "@commonhall/domain";
import { publishCallFile } from "./publish-call-file.ts";
import { readAction } from "../files/action-file.ts";
import { readCampaign } from "../files/campaign-file.ts";
import { isRecord, refused } from "../files/fields.ts";
import { readPost } from "../files/post-file.ts";
import { readYamlFile } from "../files/read-file.ts";
import type { YamlFile } from "../files/yaml-file.ts";
import { updateCentreFromFile } from "./update-centre-from-file.ts";
import type { Asked, OpenHall } from "./hall-command.ts";
import { findAudience } from "./find-audience.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { findCampaign, findJointCampaign, findObject } from "./named.ts";
import { NO_CENTRE, publishRefused } from "./refusals.ts";

/** Publishes what the file describes, or changes what has the id to it. */
export async function publishFile(
  hall: OpenHall,
  asked: Asked,
  name: string,
  id: string | undefined,
): Promise<Outcome> {
  const file = await readYamlFile(name, asked.io.folders);
  if (!file.ok) return wrong(...file.error);
  const centre = await hall.store.direct.centres.get();
  if (centre === undefined) return couldNot(NO_CENTRE);
  const answer = await KINDS[kindOf(file.value)](hall, asked, file.value, centre.languages[0], id);
  if ("exit" in answer) return answer;
  if (!answer.ok) return publishRefused(answer.error, file.value);
  const { activity, kind, url } = answer.value;
  if (id !== undefined) return done({ id: answer.value.id, activity }, `${url} is updated.`);
  return done({ id: answer.value.id, url, kind, activity }, `The ${kind} is published: ${url}`);
}

export type Answer = Outcome | Result<Published, CallNotPublished>;
type Publish = (
  hall: OpenHall,
  asked: Asked,
  file: YamlFile,
  first: LanguageTag,
  id: string | undefined,
) => Promise<Answer>;

function kindOf(file: YamlFile): keyof typeof KINDS {
  const kind = isRecord(file.value) ? file.value["kind"] : undefined;
  return Object.keys(KINDS).find((known): known is keyof typeof KINDS => known === kind) ?? "other";
}

const KINDS = {
  centre: async (hall, { by }, file, _, id) =>
    id === undefined
      ? wrong(
          file.sentence(
            ["kind"],
            "a centre is set up with hall setup FILE.yaml, and changed with hall update HANDLE FILE.yaml",
          ),
        )
      : updateCentreFromFile(hall, file, id, by),
  campaign: async (hall, { by }, file, first, id) => {
    const read = readCampaign(file, first);
    if (!read.ok) return wrong(...read.error);
    const { commands } = await hall.federation();
    if (id === undefined) return commands.publishCampaign(read.value, by);
    const campaign = await findCampaign(hall, id);
    return campaign === undefined
      ? couldNot(`No campaign of this node is ${id}.`)
      : commands.updateCampaign(campaign.id, read.value, by);
  },
  post: async (hall, { by }, file, first, id) => {
    const read = readPost(file, first);
    if (!read.ok) return wrong(...read.error);
    const { campaign: named, audience: readers, ...words } = read.value;
    const audience = readers === undefined ? undefined : await findAudience(hall, readers);
    if (audience?.ok === false) return wrong(file.sentence(audience.error.path, audience.error.message));
    const post = audience === undefined ? words : { ...words, audience: audience.value };
    const campaign = named === undefined ? undefined : await campaignId(hall, named);
    if (named !== undefined && campaign === undefined)
      return publishRefused({ type: "unknown campaign", name: named }, file);
    const draft = campaign === undefined ? post : { ...post, campaign };
    const object = id === undefined ? undefined : await findObject(hall, id, "post");
    if (object?.ok === false) return publishRefused(object.error, file);
    const { commands } = await hall.federation();
    return object === undefined ? commands.publishPost(draft, by) : commands.updatePost(object.value, draft, by);
  },
  action: async (hall, { by }, file, first, id) => {
    const read = readAction(file, first);
    if (!read.ok) return wrong(...read.error);
    const campaign = await campaignId(hall, read.value.campaign);
    if (campaign === undefined) return publishRefused({ type: "unknown campaign", name: read.value.campaign }, file);
    const draft = { ...read.value, campaign };
    const object = id === undefined ? undefined : await findObject(hall, id, "action");
    if (object?.ok === false) return publishRefused(object.error, file);
    const { commands } = await hall.federation();
    return object === undefined ? commands.publishAction(draft, by) : commands.updateAction(object.value, draft, by);
  },
  call: publishCallFile,
  other: (_, __, file) => {
    const kind = isRecord(file.value) ? file.value["kind"] : undefined;
    const message = refused(kind, "one of campaign, post, action, call");
    return Promise.resolve(wrong(file.sentence(["kind"], message)));
  },
} as const satisfies Record<string, Publish>;

export const campaignId = async (hall: OpenHall, name: string): Promise<ActorId | undefined> =>
  (await findCampaign(hall, name))?.id ?? (await findJointCampaign(hall, name))?.campaign;
