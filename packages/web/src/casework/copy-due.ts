import type { CopyDue } from "@commonhall/vault";
import type { Visit } from "../desk/route.ts";
import { code, html, type Html } from "../layout/html.ts";
import { sayIn, sayRichIn, type SayKey } from "./words/say.ts";

const WHY: Readonly<Record<CopyDue, SayKey>> = {
  "recovery renewed": "copy.recovery",
  "keys renewed": "copy.keys",
  never: "copy.never",
  old: "copy.old",
};

/** That what is sealed should be copied now, and why; for whoever runs the machine, and for whoever can ask them to. */
export async function copyReminder({ ports, reader: { language } }: Visit): Promise<Html | undefined> {
  const due = (await ports.casework?.vault.state())?.copyDue;
  if (due === undefined) return undefined;
  return html`<p>${sayIn(language)(WHY[due])}</p><p>${sayRichIn(language)("copy.how", { command: code("hall backup") })}</p>`;
}
