import { actorId, type AllyLine } from "@commonhall/domain";
import { go, refused, type Draw, type Elsewhere, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { choices } from "../layout/fields.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton } from "../layout/parts.ts";
import { allyRefusal } from "./ally-refused.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

export async function endAlly({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const options = typed.get("purge") === "yes" ? ({ forget: "everything" } as const) : {};
  const answer = await ports.allies.end(typed.get("ally"), options);
  return answer.ok ? go("/desk/allies", "ally-ended") : refused(allyRefusal(reader, answer.error));
}

/** What the end means, before it is one; of an offer that nobody has answered, that it is taken back. Else the list. */
export const endPage =
  (list: Draw): Draw =>
  async (visit): Promise<Sheet | Elsewhere> => {
    const { ports, query, form: typed } = visit;
    const peer = actorId(typed.get("ally") || query("ally"));
    const line = (await ports.allies.list()).find((one) => one.peer === peer);
    return line === undefined ? list(visit) : endSheet(visit, line);
  };

function endSheet({ reader, session, errors, form: typed }: Visit, { peer, name, state }: AllyLine): Sheet {
  const say = sayFor(reader);
  const isAlly = state === "accepted";
  const title = sayRichFor(reader)(isAlly ? "end.title" : "take-back.title", { name });
  return {
    room: "allies",
    title: say(isAlly ? "end" : "take-back"),
    body: html`<h1>${title}</h1>
${errorList(reader.words, errors)}
${isAlly ? html`<p>${say("end.text")}</p><p>${say("end.theirs")}</p>` : html`<p>${say("take-back.text")}</p>`}
${form({
  action: reader.link("/desk/allies/end"),
  csrf: session.csrf,
  hidden: { ally: peer },
  body: html`${
    isAlly &&
    choices({
      name: "purge",
      legend: say("end"),
      type: "checkbox",
      choices: [{ value: "yes", label: say("end.purge"), hint: say("end.purge.hint") }],
      chosen: typed.all("purge"),
    })
  }
<div class="acts bottom">${button({ label: say(isAlly ? "end.button" : "take-back"), kind: "grave" })}${linkButton(reader.link("/desk/allies"), say("back"))}</div>`,
})}`,
  };
}
