import { unreachable, type AllianceRefused, type CharterUnfit } from "@commonhall/domain";
import type { YamlFile } from "../files/yaml-file.ts";
import { couldNot, wrong, type Outcome } from "./outcome.ts";
import { NO_CENTRE } from "./refusals.ts";

export const allianceNotFound = (id: string): Outcome =>
  couldNot(`No alliance that this node knows is ${id}; hall alliance list shows them.`);

export function allianceRefused(refusal: AllianceRefused, file?: YamlFile): Outcome {
  const at = (path: readonly (string | number)[], message: string): Outcome =>
    wrong(file === undefined ? `${path.join(".")}: ${message}` : file.sentence([...path], message));
  switch (refusal.type) {
    case "no centre yet":
      return couldNot(NO_CENTRE);
    case "not found":
      return allianceNotFound(refusal.id);
    case "member not found":
      return couldNot(`Nobody was found at ${refusal.address}: ${refusal.detail}.`);
    case "member without key":
      return couldNot(`${refusal.address} shows no Ed25519 key, so it cannot sign a charter.`);
    case "refused domain":
      return couldNot(`This node refuses ${refusal.host}. Accept it first with hall domain ${refusal.host} accept.`);
    case "alone":
      return at(["members"], "an alliance has at least two members; name another one");
    case "unfit":
      return at([fieldOf(refusal.why)], unfitSentence(refusal.why));
    case "too large":
      return at(["members"], `the charter has ${refusal.bytes} bytes; at most ${refusal.limit} are accepted`);
    case "ends in the past":
      return at(["until"], "that day has gone by; use a later one");
    case "nothing changed":
      return couldNot("That is what the charter says already.");
    case "not founded yet":
      return couldNot("It is not founded yet: every founder has to sign first.");
    case "not a member":
      return couldNot("This centre is no member of it.");
    case "several":
      return wrong(
        `VERSION: several versions wait: ${refusal.versions.join(", ")}; name one, as hall alliance sign ID VERSION`,
      );
    case "nothing to sign":
      return couldNot("Nothing of it waits for a signature of this centre.");
    case "cannot sign":
      return couldNot(SIGN_REFUSED[refusal.why]);
    case "key not shown":
      return couldNot(
        `${refusal.member} does not show the key under which the charter names it, or cannot be asked just now. Nothing was signed.`,
      );
    default:
      return unreachable(refusal);
  }
}

const SIGN_REFUSED = {
  "unknown version": "No version of that hash is known here.",
  "not named": "Neither that version nor the one before it names this centre.",
  "signed already": "This centre has signed it already.",
  overtaken: "Another version is in force in its place.",
  ended: "It has ended; what was to come after it cannot be signed any more.",
  left: "This centre has left it.",
} as const;

function fieldOf(unfit: CharterUnfit): string {
  if ("field" in unfit) return unfit.field;
  return unfit.type === "nothing shared" || unfit.type === "retention" || unfit.type === "sender is no member"
    ? "terms"
    : "members";
}

function unfitSentence(unfit: CharterUnfit): string {
  switch (unfit.type) {
    case "no text":
      return "this is no text";
    case "text too long":
      return `at most ${unfit.longest} characters are accepted`;
    case "too many languages":
      return `at most ${unfit.most} languages are accepted`;
    case "not in its language":
      return `is not there in ${unfit.language}, the language in which this was written`;
    case "no members":
      return "is empty";
    case "too many members":
      return `at most ${unfit.most} are accepted`;
    case "same member twice":
      return `${unfit.member} is there twice`;
    case "same server twice":
      return `${unfit.member} and ${unfit.other} are on one server; each member has one of its own`;
    case "same key twice":
      return `${unfit.member} and ${unfit.other} show the same key`;
    case "nothing shared":
      return "nothing is shared; name one of campaigns, calls, bulletins";
    case "sender is no member":
      return `${unfit.member} is to send and is no member`;
    case "retention":
      return "retention is a number of days from 1 to 3650";
  }
}
