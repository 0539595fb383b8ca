import { dateOf, HANDLE_RULE, unreachable, type CallNotPublished, type FollowRefused } from "@commonhall/domain";
import type { FieldPath, YamlFile } from "../files/yaml-file.ts";
import type { StartRefused } from "../serve.ts";
import type { DataRefused } from "../open-data.ts";
import type { SiteRefused } from "../site.ts";
import type { SealedRefused } from "../vault/open-sealed.ts";
import { at, callRefusal, not, type Refusal } from "./call-refusals.ts";
import { couldNot, wrong, type Outcome } from "./outcome.ts";
import { postgresSentence, systemSentence } from "./system-refusals.ts";

export const NO_CENTRE =
  "There is no centre yet. Set it up with hall setup FILE.yaml, or at the address that hall serve prints.";

/** Why something was not published, at the place in the file that it is about where there is one. */
export function publishRefused(refusal: CallNotPublished, file?: YamlFile): Outcome {
  const { exit, path, message } = publishRefusal(refusal);
  const sentence =
    file !== undefined && path !== undefined
      ? file.sentence(path, message)
      : `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`;
  return exit === 1 ? couldNot(sentence) : wrong(sentence);
}

function publishRefusal(refusal: CallNotPublished): Refusal {
  switch (refusal.type) {
    case "missing language":
      return at(
        pathOf(refusal.field),
        `is not there in ${refusal.language}, the language in which this was written; add ${refusal.language}: …`,
      );
    case "no demand":
      return at(["demands"], "a campaign demands something; give at least one demand");
    case "no target":
      return at(["targets"], "a campaign addresses somebody; give at least one target");
    case "ends before it starts":
      return at(["ends"], "it ends before it starts; use a later time than in starts");
    case "ends in the past":
      return at(["ends"], `${refusal.ends} has gone by; use ${refusal.today} or a later day`);
    case "runs too long":
      return at(
        ["ends"],
        `a campaign runs for three months at a time; use ${refusal.latest} at the latest, and renew it with hall renew`,
      );
    case "no place":
      return at(["place"], "a rally, picket or meeting has a place; add place: { name: … }");
    case "unknown time zone":
      return at(
        ["timezone"],
        `\`${refusal.timezone}\` is not accepted; use a time zone of the IANA database as Asia/Jakarta`,
      );
    case "handle taken":
      return at(["handle"], `\`${refusal.handle}\` is taken on this node; use another of ${HANDLE_RULE}`);
    case "handle cannot change":
      return at(["handle"], `others know the campaign by its handle, so it stays; use ${refusal.handle}`);
    case "unknown campaign":
      return at(["campaign"], `\`${refusal.name}\` is no campaign of this node; use the handle or the id of one`);
    case "too large":
      return at(
        [],
        `the document would have ${refusal.bytes} bytes, and other nodes accept at most ${refusal.limit}; shorten its texts`,
      );
    case "not of this kind":
      return at(["kind"], `${refusal.id} is not of the kind ${refusal.kind}`);
    case "nobody would read it":
      return at(["audience"], "nobody would read it: there is no ally to whom this may be sent now");
    case "not for this ally":
      return at(["audience"], `${refusal.actor} is no ally, or the terms with it do not let this be sent`);
    case "audience cannot widen":
      return at(
        ["audience"],
        "what was said to some is not said to more of them later, nor what was public to fewer; delete it and publish it anew",
      );
    case "nothing said of what changed":
      return { exit: 2, message: "--changed: say what has changed for the workers" };
    case "closed already":
      return not("the campaign is closed already");
    case "campaign closed":
      return not(`the campaign ${refusal.name} is closed, and nothing more is published in it`);
    case "not running":
    case "not suspended":
      return not(`the campaign is ${refusal.status}, so this cannot be done`);
    case "no centre yet":
      return { exit: 1, message: NO_CENTRE.replace(/\.$/, "") };
    case "not found":
      return not(`nothing of this node has the id ${refusal.id}`);
    default:
      return callRefusal(refusal);
  }
}

/** `demands[1]` → `["demands", 1]` */
const pathOf = (field: string): FieldPath =>
  field
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

export function followRefused(refusal: FollowRefused): Outcome {
  switch (refusal.type) {
    case "no centre yet":
      return couldNot(NO_CENTRE);
    case "not an address":
      return wrong(
        `ADDRESS: \`${refusal.address}\` is not accepted; use @name@host or the id of an actor as https://hall.example/centres/name`,
      );
    case "ourselves":
      return wrong("ADDRESS: this is the node's own actor; use that of somebody else");
    case "not found":
      return couldNot(`Nobody was found at ${refusal.address}: ${refusal.detail}.`);
    case "unreachable":
      return couldNot(`${refusal.host} cannot be reached: ${refusal.detail}.`);
    case "refused domain":
      return couldNot(`This node refuses ${refusal.host}. Accept it first with hall domain ${refusal.host} accept.`);
    case "not followed":
      return couldNot(`${refusal.address} is not followed.`);
  }
}

export const siteRefusedSentence = ({ kept, given }: SiteRefused): string =>
  kept.origin === given.origin
    ? `This node's handles are at ${kept.handleHost}, and HALL_HANDLE_HOST says ${given.handleHost}. Others know them for ever, so set HALL_HANDLE_HOST=${kept.handleHost}.`
    : `This node was set up as ${kept.origin}, and HALL_ORIGIN says ${given.origin}. Others know its addresses for ever, so set HALL_ORIGIN=${kept.origin}; docs/operators/move.md says how a node gets another one.`;

export const dataRefusedSentence = (refusal: DataRefused): string =>
  refusal.type === "database"
    ? postgresSentence(refusal.detail)
    : systemSentence(`The data in ${refusal.folder} (HALL_DATA) cannot be opened`, refusal.detail);

export function sealedRefusedSentence(refusal: SealedRefused): string {
  switch (refusal.type) {
    case "pepper missing":
      return `${refusal.file} (HALL_PEPPER_FILE) is not there, and what is sealed cannot be opened without it. Bring it back from its copy.`;
    case "pepper wrong":
      return `${refusal.file} (HALL_PEPPER_FILE) is not the one with which this node's reports were sealed, or holds none (32 random bytes in base64). Bring back the right one; for a new node remove that file, and the start makes one.`;
    case "pepper unreadable":
      return systemSentence(`${refusal.file} (HALL_PEPPER_FILE) cannot be read`, refusal.detail);
    case "vault elsewhere":
      return `${refusal.folder} is not there: what workers have told this node lies in the data folder of another machine. All processes of a node run where they have the same HALL_DATA; the database may be elsewhere.`;
    case "vault":
      return systemSentence(`What is sealed in ${refusal.folder} (HALL_DATA) cannot be opened`, refusal.detail);
  }
}

export function startRefusedSentence(refusal: StartRefused): string {
  switch (refusal.type) {
    case "in use":
      return `${refusal.where} is in use already, perhaps by this same node. Stop what runs there, or choose another place with HALL_LISTEN.`;
    case "no socket":
      return `At ${refusal.where} lies something that is no socket, and it is left as it is. Move it away, or choose another place with HALL_LISTEN.`;
    case "not permitted":
      return `The node cannot listen at ${refusal.where} (${refusal.detail}). Choose another place with HALL_LISTEN.`;
    case "another site":
      return siteRefusedSentence(refusal);
    case "data":
    case "database":
      return dataRefusedSentence(refusal);
    case "served already":
      return `A node is running already on the data in ${refusal.folder} (HALL_DATA). One folder has one node: stop that one, or set HALL_DATA to another folder.`;
    case "clock far":
      return `This machine's clock shows ${dateOf(refusal.now)}, and this node ran last on ${dateOf(refusal.last)}. Set the clock, then start again. Where it is right, start once with hall serve --clock-is-right, end that with Ctrl-C, and start as always.`;
    case "pepper missing":
    case "pepper wrong":
    case "pepper unreadable":
    case "vault":
    case "vault elsewhere":
      return sealedRefusedSentence(refusal);
    default:
      return unreachable(refusal);
  }
}
