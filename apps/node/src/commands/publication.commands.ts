import { Option, type Command } from "commander";
import {
  objectId,
  OUTCOMES,
  type ObjectId,
  type Outcome as CampaignOutcome,
  type CallNotPublished,
  type Published,
  type Result,
  type Texts,
} from "@commonhall/domain";
import { asObject } from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { findCampaign, findObject, idRefused } from "./named.ts";
import { NO_CENTRE, publishRefused } from "./refusals.ts";

/** What is done to something that has been published. */
export function addPublicationCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "delete <id>",
    description: "delete a campaign, post, action or call here and on every node that got it",
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
    description: "end a campaign or a solidarity call, and say what came of it",
    options: [
      new Option("--outcome <outcome>", "what came of it; of a call, whether it was met or has ended")
        .choices([...OUTCOMES, ...CALL_OUTCOMES])
        .makeOptionMandatory(),
      new Option("--changed <text>", "of a campaign: what has changed for the workers"),
      new Option("--workers-told <answer>", "of a campaign: whether the workers have been told").choices(["yes", "no"]),
      new Option("--text <text>", "of a call: the report back, which goes to everybody who got it"),
    ],
    run: (hall, asked) =>
      isCallOutcome(asked.options["outcome"]) ? closeCall(hall, asked) : closeCampaign(hall, asked),
  });
  addCommand(program, io, exit, {
    usage: "safe <id>",
    description: "safe, stop sharing: take back what a solidarity call says, here and on every node that got it",
    run: async (hall, asked) => {
      const call = await findObject(hall, asked.words[0] ?? "", "call");
      if (!call.ok) return publishRefused(call.error);
      const { commands } = await hall.federation();
      return told(await commands.withdrawCall(call.value, asked.by), "It says nothing any more. Copies may remain");
    },
  });
}

/** What comes of a call, and of nothing else. */
const CALL_OUTCOMES = ["met", "ended"] as const;
const isCallOutcome = (outcome: unknown): outcome is (typeof CALL_OUTCOMES)[number] =>
  CALL_OUTCOMES.some((known) => known === outcome);

async function closeCall(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const { outcome, text } = asked.options;
  if (!isCallOutcome(outcome) || typeof text !== "string" || text.trim() === "") {
    return wrong("--text: say what came of it; everybody who got the call gets this report");
  }
  const call = await findObject(hall, asked.words[0] ?? "", "call");
  if (!call.ok) return publishRefused(call.error);
  const centre = await hall.store.direct.centres.get();
  const language = asked.language ?? centre?.languages[0];
  if (language === undefined) return couldNot(NO_CENTRE);
  const { commands } = await hall.federation();
  const report: Texts = { [language]: text.trim() };
  return told(await commands.closeCall(call.value, outcome, report, asked.by), "The call is closed and reported back");
}

async function closeCampaign(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const outcome = OUTCOMES.find((known): known is CampaignOutcome => known === asked.options["outcome"]);
  const { changed, workersTold } = asked.options;
  if (typeof changed !== "string") return wrong("--changed: say what has changed for the workers");
  if (typeof workersTold !== "string")
    return wrong("--workers-told: say whether the workers have been told, yes or no");
  const campaign = await findCampaign(hall, asked.words[0] ?? "");
  if (campaign === undefined || outcome === undefined) return notOurs(asked);
  const { commands } = await hall.federation();
  const closing = { outcome, changed, workersTold: workersTold === "yes" };
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

function told(answer: Result<Published, CallNotPublished>, sentence: string): Outcome {
  if (!answer.ok) return publishRefused(answer.error);
  const { id, activity } = answer.value;
  return done({ id, activity }, `${sentence}: ${id}`);
}
