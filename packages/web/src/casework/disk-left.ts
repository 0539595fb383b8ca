import type { Visit } from "../desk/route.ts";
import { html, type Html } from "../layout/html.ts";
import { sayIn } from "./words/say.ts";

/** Nobody is turned away because of it, and nothing can be kept once it is full: whoever can make room hears of it before. */
export async function diskReminder({ ports, reader: { language } }: Visit): Promise<Html | undefined> {
  const left = (await ports.casework?.vault.state())?.diskLeft;
  return left === undefined ? undefined : html`<p>${sayIn(language)("disk.left", { mebibytes: left })}</p>`;
}
