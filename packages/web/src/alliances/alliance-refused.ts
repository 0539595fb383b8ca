import { unreachable, type AllianceRefused, type SignRefused } from "@commonhall/domain";
import { isolated } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

/** Why nothing of an alliance has changed, at the field that it is about. */
export function allianceRefusal(reader: Reader, why: AllianceRefused): FormError {
  const say = sayFor(reader);
  switch (why.type) {
    case "no centre yet":
      return { message: reader.words("desk.refused.no-centre") };
    case "member not found":
    case "member without key":
      return { field: "members", message: say(`refused.${dashed(why.type)}`, { address: isolated(why.address) }) };
    case "refused domain":
      return { field: "members", message: say("refused.refused-domain", { host: isolated(why.host) }) };
    case "unfit":
      return { field: fieldOf(why.why), message: say(`unfit.${dashed(why.why.type)}`) };
    case "alone":
    case "too large":
      return { field: "members", message: say(`refused.${dashed(why.type)}`) };
    case "ends in the past":
      return { field: "until", message: say("refused.ends-in-the-past") };
    case "not found":
    case "nothing changed":
    case "not founded yet":
    case "not a member":
    case "several":
    case "nothing to sign":
      return { message: say(`refused.${dashed(why.type)}`) };
    case "cannot sign":
      return { message: cannotSign(reader, why.why) };
    case "key not shown":
      return { message: say("refused.key-not-shown", { member: isolated(why.member) }) };
    default:
      return unreachable(why);
  }
}

export const cannotSign = (reader: Reader, why: SignRefused["type"]): string => sayFor(reader)(`cannot.${dashed(why)}`);

type Dashed<Text extends string> = Text extends `${infer Head} ${infer Tail}` ? `${Head}-${Dashed<Tail>}` : Text;

/** Keys of words have no space. */
export const dashed = <const Text extends string>(text: Text): Dashed<Text> =>
  // The compiler cannot follow the replacement; the type says exactly what it does.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  text.replaceAll(" ", "-") as Dashed<Text>;

function fieldOf(why: Extract<AllianceRefused, { type: "unfit" }>["why"]): string {
  if ("field" in why) return why.field;
  if (why.type === "retention") return "retention";
  return why.type === "nothing shared" || why.type === "sender is no member" ? "kind.calls" : "members";
}
