import type { DemoNode } from "./demo-node.ts";
import { openPage, sendForm } from "./form-by-http.ts";

export interface Telling {
  readonly happened: readonly string[];
  readonly story: string;
  readonly consents: readonly string[];
}

/** A worker tells by the form, one question a screen, and gets a code to come back with. */
export async function tellByForm(node: DemoNode, telling: Telling): Promise<string> {
  const page = await sendForm(await toLastPage(node, telling), { go: "send" });
  const [code] = /\d{4} \d{4} \d{4} \d{4} \d{4}/.exec(page.html) ?? [];
  if (code === undefined) throw new Error("The worker got no code.");
  return code;
}

/** The same without a code: nobody can find it on them. */
export async function tellWithoutCode(node: DemoNode, telling: Telling): Promise<void> {
  const page = await sendForm(await toLastPage(node, telling), { go: "send-without" });
  if (page.status !== 200) throw new Error("The report was not taken.");
}

async function toLastPage({ origin }: DemoNode, { happened, story, consents }: Telling) {
  let page = await openPage(`${origin}/report`);
  page = await sendForm(page, { fill: { l: "en" } });
  page = await sendForm(page, { go: "next" });
  page = await sendForm(page, { go: "next", fill: { happened } });
  page = await sendForm(page, { go: "next", fill: { story } });
  page = await sendForm(page, { go: "next", fill: { where: "Beirut", work: "In a house" } });
  page = await sendForm(page, { go: "next", fill: { how: "never" } });
  return sendForm(page, { go: "next", fill: { consents } });
}
