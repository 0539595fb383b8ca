import {
  isoInstant,
  LONGEST_CALL,
  DAY,
  quantityText,
  type CallNotPublished,
  type PublishRefused,
} from "@commonhall/domain";
import type { FieldPath } from "../files/yaml-file.ts";

export interface Refusal {
  readonly exit: 1 | 2;
  readonly path?: FieldPath;
  readonly message: string;
}

export const at = (path: FieldPath, message: string): Refusal => ({ exit: 2, path, message });
export const not = (message: string): Refusal => ({ exit: 1, message });

const need = (number: number, ...rest: FieldPath): FieldPath => ["needs", number - 1, ...rest];

/** What only a solidarity call can be refused for. */
export function callRefusal(refusal: Exclude<CallNotPublished, PublishRefused>): Refusal {
  switch (refusal.type) {
    case "no need":
      return at(["needs"], "a call needs something; give at least one need");
    case "too many needs":
      return at(["needs"], `one screen shows at most ${refusal.most} needs; put some together`);
    case "unit does not fit":
      return at(
        need(refusal.need),
        "what it counts and how much of it do not fit its type; people and places are whole",
      );
    case "expires in the past":
      return at(["expires"], "has gone by; use a later time");
    case "expires too late":
      return at(
        ["expires"],
        `a call is urgent and lasts for ${LONGEST_CALL / DAY} days at most; use ${isoInstant(refusal.latest)} or earlier`,
      );
    case "need after expiry":
      return at(need(refusal.need, "by"), "is after the call expires; use an earlier time, or leave it out");
    case "public drill":
      return at(["audience"], "a drill is never public; use allies, or name some");
    case "nobody named":
      return at(["audience"], "names nobody; name at least one ally");
    case "no consent":
      return at(["consent"], "is missing: workers can be recognised, so say how they were asked");
    case "consent in the future":
      return at(["consent", "asked"], `${refusal.asked} has not come yet; use the day on which they were asked`);
    case "consent for fewer":
      return at(["audience"], "is larger than the audience to which they said yes; use that one, or ask them again");
    case "audience not narrower":
      return at(["audience"], "is the same as before");
    case "drill cannot change":
      return at(["exercise"], "a drill stays a drill, and a call a call; publish another one");
    case "campaign cannot change":
      return at(["campaign"], "a call stays with its campaign; publish another one");
    case "need taken out":
      return at(
        ["needs"],
        `need ${refusal.need} is not there; others may have promised something for it, so write closed: true`,
      );
    case "need became another":
      return at(need(refusal.need), "its type and its unit stay; add another need at the end, and close this one");
    case "less than accepted":
      return at(
        need(refusal.need, "quantity"),
        `${quantityText(refusal.accepted)} of it is accepted already; use no less`,
      );
    case "call not open":
      return not(`the call is ${refusal.status}, so this cannot be done`);
    case "withdrawn already":
      return not("the call is withdrawn already");
    case "no report":
      return { exit: 2, message: "--text: say what came of it" };
  }
}
