import { Option, type Command } from "commander";
import {
  objectId,
  OUTCOMES,
  type ObjectId,
  type Outcome as CampaignOutcome,
  type Published,
  type PublishRefused,
  type Result,
} from "@commonhall/domain";
import { asObject } from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, type Outcome } from "./outcome.ts";
import { findCampaign, idRefused } from "./named.ts";
import { publishRefused } from "./refusals.ts";

/** What is done to something that has been published. */
export function addPublicationCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "delete <id>",
    description: "delete a campaign, post or action here and on every node that got it",
    run: deletePublication,
  });
  addCommand(program, io, exit, {
    usage: "renew <id>",
    description: "let a campaign run for three more months",
    run: async (hall, asked) => {
      const campaign = await findCampaign(hall, asked.words[0] ?? "");
      if (campaign === undefined) return notOurs(asked);
      const { commands } = await hall.federation();
      return told(await commands.renewCampaign(campaign.id, asked.by), "It runs for three more months");
    },
  });
  addCommand(program, io, exit, {
    usage: "close <id>",
    description: "end a campaign, and say what came of it",
    options: [
      new Option("--outcome <outcome>", "what came of it").choices(OUTCOMES).makeOptionMandatory(),
      new Option("--changed <text>", "what has changed for the workers").makeOptionMandatory(),
      new Option("--workers-told <answer>", "whether the workers have been told")
        .choices(["yes", "no"])
        .makeOptionMandatory(),
    ],
    run: closeCampaign,
  });
}

async function closeCampaign(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const outcome = OUTCOMES.find((known): known is CampaignOutcome => known === asked.options["outcome"]);
  const campaign = await findCampaign(hall, asked.words[0] ?? "");
  if (campaign === undefined || outcome === undefined) return notOurs(asked);
  const { commands } = await hall.federation();
  const closing = {
    outcome,
    changed: String(asked.options["changed"]),
    workersTold: asked.options["workersTold"] === "yes",
  };
  return told(await commands.closeCampaign(campaign.id, closing, asked.by), "The campaign is closed");
}

async function deletePublication(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const [name = ""] = asked.words;
  const campaign = await findCampaign(hall, name);
  const id: ObjectId | undefined = campaign === undefined ? objectId(name) : asObject(campaign.id);
  if (id === undefined) return idRefused(name);
  const { commands } = await hall.federation();
  return told(await commands.deletePublication(id, asked.by), "It is deleted, and whoever got it is told to delete it");
}

const notOurs = ({ words: [name = ""] }: Asked): Outcome => couldNot(`No campaign of this node is ${name}.`);

function told(answer: Result<Published, PublishRefused>, sentence: string): Outcome {
  if (!answer.ok) return publishRefused(answer.error);
  const { id, activity } = answer.value;
  return done({ id, activity }, `${sentence}: ${id}`);
}
