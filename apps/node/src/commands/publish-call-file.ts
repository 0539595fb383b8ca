import {
  err,
  ok,
  type Audience,
  type CallDraft,
  type Consent,
  type LanguageTag,
  type Result,
} from "@commonhall/domain";
import { readCall, type CallFile } from "../files/call-file.ts";
import type { YamlFile } from "../files/yaml-file.ts";
import { findAudience } from "./find-audience.ts";
import type { Asked, OpenHall } from "./hall-command.ts";
import { findCampaign, findObject } from "./named.ts";
import { wrong, type Outcome } from "./outcome.ts";
import type { Answer } from "./publish-file.ts";
import { publishRefused } from "./refusals.ts";

/** Publishes the solidarity call that the file describes, or changes the one that has the id to it. */
export async function publishCallFile(
  hall: OpenHall,
  { by }: Asked,
  file: YamlFile,
  first: LanguageTag,
  id: string | undefined,
): Promise<Answer> {
  const read = readCall(file, first);
  if (!read.ok) return wrong(...read.error);
  const draft = await draftFrom(hall, file, read.value);
  if (!draft.ok) return draft.error;
  const { commands } = await hall.federation();
  if (id === undefined) return commands.publishCall(draft.value, by);
  const object = await findObject(hall, id, "call");
  return object.ok ? commands.updateCall(object.value, draft.value, by) : publishRefused(object.error, file);
}

async function draftFrom(
  hall: OpenHall,
  file: YamlFile,
  { campaign: named, audience: readers, consent, ...facts }: CallFile,
): Promise<Result<CallDraft, Outcome>> {
  const audience = await findAudience(hall, readers);
  if (!audience.ok) return err(wrong(file.sentence(audience.error.path, audience.error.message)));
  const campaign = named === undefined ? undefined : (await findCampaign(hall, named))?.id;
  if (named !== undefined && campaign === undefined) {
    return err(publishRefused({ type: "unknown campaign", name: named }, file));
  }
  const given = await consentFrom(hall, file, consent, audience.value);
  if (!given.ok) return given;
  return ok({
    ...facts,
    audience: audience.value,
    ...(campaign === undefined ? {} : { campaign }),
    ...(given.value === undefined ? {} : { consent: given.value }),
  });
}

/** Where it does not say for whom, they were asked for those to whom this goes. */
async function consentFrom(
  hall: OpenHall,
  file: YamlFile,
  consent: CallFile["consent"],
  audience: Audience,
): Promise<Result<Consent | undefined, Outcome>> {
  if (consent === undefined) return ok(undefined);
  const { audience: readers, ...asked } = consent;
  if (readers === undefined) return ok({ ...asked, audience });
  const found = await findAudience(hall, readers);
  if (found.ok) return ok({ ...asked, audience: found.value });
  const { path, message } = found.error;
  return err(wrong(file.sentence(["consent", ...path], message)));
}
