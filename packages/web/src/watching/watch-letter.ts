import type { Matter, Told } from "@commonhall/domain";
import type { Letter } from "../digests/letters.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { sayFor } from "./words/say.ts";

/**
 * What those who administer are told by mail: the names of matters and where to look. No figure, no host and nobody, since
 * whoever runs the mail server reads it too.
 */
export function watchLetter(wanted: string, statusUrl: string, { act, wellAgain }: Told): Letter {
  const language = INTERFACE_LANGUAGES.find((known) => known === wanted) ?? "en";
  const say = sayFor({ language });
  const list = (all: readonly Matter[]) => all.map((matter) => `- ${say(`matter.${matter}`)}`).join("\n");
  const parts = [
    ...(act.length > 0 ? [`${say("letter.act")}\n${list(act)}`] : []),
    ...(wellAgain.length > 0 ? [`${say("letter.well")}\n${list(wellAgain)}`] : []),
    `${say("letter.where")}\n${statusUrl}`,
  ];
  return {
    subject: act.length > 0 ? say("letter.subject.act") : say("letter.subject.well"),
    text: `${parts.join("\n\n")}\n`,
  };
}
