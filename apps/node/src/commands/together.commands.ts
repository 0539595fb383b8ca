import { Option, type Command } from "commander";
import {
  handleFrom,
  HANDLE_RULE,
  isoInstant,
  type EndorsementLine,
  type EndorseRefused,
  type OrganiseRefused,
} from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { findCampaign, findJointCampaign } from "./named.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { followRefused, publishRefused } from "./refusals.ts";
import { table } from "./table.ts";

const UNNAMED = new Option("--unnamed", "tell the campaign alone, and be named on no page of it");

/** What one centre does about the campaigns of another: standing by them, and running them together. */
export function addTogetherCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "endorse <words...>",
    description: [
      "stand by a campaign: ID or @name@host of it",
      "endorse withdraw ID; endorse accept, decline, hide or show ID; endorse list",
    ].join("\n"),
    options: [UNNAMED],
    run: endorse,
  });
  addCommand(program, io, exit, {
    usage: "invite <words...>",
    description: [
      "ask a centre to organise a campaign of ours too: ID ADDRESS",
      "invite remove ID ADDRESS; invite accept or decline ID; invite list",
    ].join("\n"),
    run: invite,
  });
  addCommand(program, io, exit, {
    usage: "go-on <id> <handle>",
    description: "go on with a campaign whose lead is gone, under a handle of our own",
    run: goOn,
  });
  addCommand(program, io, exit, {
    usage: "apart [words...]",
    description: "what strangers ask of this centre; apart let-in ID shows it at the desk",
    run: apart,
  });
}

async function endorse(hall: OpenHall, { words, options }: Asked): Promise<Outcome> {
  const [verb = "", id = ""] = words;
  if (verb === "list") return listEndorsements(hall);
  const { endorsements } = await hall.federation();
  const verbs = {
    withdraw: () => endorsements.withdrawEndorsement(id),
    accept: () => endorsements.acceptEndorsement(id),
    decline: () => endorsements.declineEndorsement(id),
    hide: () => endorsements.showEndorsement(id, false),
    show: () => endorsements.showEndorsement(id, true),
  };
  const known = isKeyOf(verbs, verb);
  if (words.length !== (known ? 2 : 1)) return wrong("ID: name one campaign or endorsement, as hall endorse ID");
  const answer = await (known ? verbs[verb]() : endorsements.endorse(verb, { unnamed: options["unnamed"] === true }));
  if (!answer.ok) return endorseRefused(answer.error);
  const { id: endorsement, state } = answer.value;
  return done({ id: endorsement, state }, `${endorsement}: ${state}`);
}

async function listEndorsements({ store }: OpenHall): Promise<Outcome> {
  const given = await store.endorsementViews.given();
  const campaigns = await store.campaignViews.list();
  const received = (await Promise.all(campaigns.map(({ id }) => store.endorsementViews.of(id)))).flat();
  const lines = [...given, ...received];
  const json = lines.map(({ endorsement: id, endorser, campaign, state, since, hidden, unnamed }) => ({
    id,
    endorser,
    campaign,
    state,
    since: isoInstant(since),
    hidden,
    unnamed,
  }));
  const row = ({ name, campaign, state, endorsement }: EndorsementLine) => [name, campaign, state, endorsement];
  return done(json, table(lines.map(row)) || "Nobody.");
}

function endorseRefused(refusal: EndorseRefused): Outcome {
  switch (refusal.type) {
    case "not a campaign":
      return wrong(`ID: ${refusal.address} is no campaign; use the id or the @name@host of one`);
    case "campaign closed":
      return couldNot(`The campaign ${refusal.name} is closed.`);
    case "no such endorsement":
      return couldNot(`No endorsement of this node is ${refusal.id}.`);
    case "decided already":
      return couldNot(`It is ${refusal.state} already.`);
    default:
      return followRefused(refusal);
  }
}

async function invite(hall: OpenHall, { words }: Asked): Promise<Outcome> {
  const [verb = "", id = "", address = ""] = words;
  if (verb === "list") return listOrganisers(hall);
  const { organisers } = await hall.federation();
  if (verb === "accept" || verb === "decline") {
    if (words.length !== 2) return wrong(`ID: name one invitation or campaign, as hall invite ${verb} ID`);
    return told(await (verb === "accept" ? organisers.acceptInvitation(id) : organisers.declineInvitation(id)));
  }
  const [named, whom] = verb === "remove" ? [id, address] : [verb, id];
  if (words.length !== (verb === "remove" ? 3 : 2)) {
    return wrong("ADDRESS: name a campaign and a centre, as hall invite ID @name@host");
  }
  const campaign = await findCampaign(hall, named);
  if (campaign === undefined) return couldNot(`No campaign of this node is ${named}.`);
  return told(
    await (verb === "remove" ? organisers.removeOrganiser(campaign.id, whom) : organisers.invite(campaign.id, whom)),
  );
}

type Answered = Awaited<ReturnType<Awaited<ReturnType<OpenHall["federation"]>>["organisers"]["invite"]>>;

function told(answer: Answered): Outcome {
  if (!answer.ok) return organiseRefused(answer.error);
  const { id, campaign, organiser, state } = answer.value;
  return done({ id, campaign, organiser, state }, `${organiser}: ${state}`);
}

async function listOrganisers({ store }: OpenHall): Promise<Outcome> {
  const joint = (await store.organiserViews.joint()).map(({ campaign, invite: id, lead, name, state, since }) => ({
    id,
    campaign,
    name,
    peer: lead,
    state,
    since: isoInstant(since),
  }));
  const campaigns = await store.campaignViews.list();
  const own = await Promise.all(campaigns.map(({ id }) => store.organiserViews.of(id)));
  const invited = own.flat().map(({ offer: id, campaign, organiser, name, state, since }) => ({
    id,
    campaign,
    name,
    peer: organiser,
    state,
    since: isoInstant(since),
  }));
  const all = [...invited, ...joint];
  return done(all, table(all.map(({ name, campaign, peer, state }) => [name, campaign, peer, state])) || "Nobody.");
}

async function goOn(hall: OpenHall, { words: [named = "", wanted = ""], by }: Asked): Promise<Outcome> {
  const handle = handleFrom(wanted);
  if (handle === undefined) return wrong(`HANDLE: \`${wanted}\` is not accepted; use ${HANDLE_RULE}`);
  const joint = await findJointCampaign(hall, named);
  if (joint === undefined) return couldNot(`No campaign that this node organises with others is ${named}.`);
  const { organisers } = await hall.federation();
  const answer = await organisers.goOnWith(joint.campaign, handle, by);
  if (!answer.ok) return organiseRefused(answer.error);
  const { id, url, kind, activity } = answer.value;
  return done({ id, url, kind, activity }, `It goes on at ${url}`);
}

function organiseRefused(refusal: OrganiseRefused): Outcome {
  switch (refusal.type) {
    case "not a centre":
      return wrong(`ADDRESS: ${refusal.address} is no centre; use the @name@host of one`);
    case "no such invitation":
      return couldNot(`Nobody has invited this centre to ${refusal.id}.`);
    case "not an organiser":
      return couldNot(`${refusal.name} is not organised together.`);
    case "decided already":
      return couldNot(`It is ${refusal.state} already.`);
    case "campaign not known":
      return couldNot(`The campaign ${refusal.id} cannot be reached, and nothing of it is here.`);
    case "ourselves":
    case "not an address":
    case "unreachable":
    case "refused domain":
    case "no centre yet":
      return followRefused(refusal);
    case "not found":
      return "address" in refusal ? followRefused(refusal) : publishRefused(refusal);
    default:
      return publishRefused(refusal);
  }
}

async function apart({ store }: OpenHall, { words: [verb, id = ""] }: Asked): Promise<Outcome> {
  const lines = await store.apartViews.list(Number.MAX_SAFE_INTEGER);
  if (verb === undefined) {
    const json = lines.map(({ kind, offer, from, about, since }) => ({
      kind,
      id: offer,
      from,
      about,
      since: isoInstant(since),
    }));
    return done(json, table(lines.map(({ kind, name, about, offer }) => [kind, name, about, offer])) || "Nothing.");
  }
  if (verb !== "let-in") return wrong(`\`${verb}\` is not accepted; use hall apart let-in ID`);
  const line = lines.find(({ offer }) => offer === id);
  if (line === undefined || !(await store.direct.apart.letIn(line.offer))) return couldNot(`Nothing waits as ${id}.`);
  return done({ id: line.offer, kind: line.kind }, `It stands at the desk: ${line.about}`);
}

const isKeyOf = <T extends object>(table: T, key: string): key is string & keyof T => Object.hasOwn(table, key);
