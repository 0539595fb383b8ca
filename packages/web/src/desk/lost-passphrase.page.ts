import { html } from "../layout/html.ts";
import { linkButton } from "../layout/parts.ts";
import type { WordKey } from "../words/words.ts";
import { show, type Asked } from "./answers.ts";

/** For whoever stands outside. It says nothing of anybody: who works here, or what is sealed. */
export function openLostPassphrase(asked: Asked): Response {
  const { words, link } = asked.reader;
  const steps = (...keys: readonly WordKey[]) => html`<ol>${keys.map((key) => html`<li>${words(key)}</li>`)}</ol>`;
  return show(asked, {
    title: words("desk.lost.title"),
    body: html`<h1>${words("desk.lost.title")}</h1>
<p class="lead">${words("desk.lost.lead")}</p>
<h2>${words("desk.lost.you")}</h2>
${steps("desk.lost.you.ask", "desk.lost.you.choose", "desk.lost.you.digits")}
<h2>${words("desk.lost.colleagues")}</h2>
${steps("desk.lost.colleagues.invite", "desk.lost.colleagues.sign", "desk.lost.colleagues.renew")}
<h2>${words("desk.lost.papers")}</h2>
<p>${words("desk.lost.papers.text")}</p>
<p>${words("desk.lost.papers.none")}</p>
<p class="acts">${linkButton(link("/desk/sign-in"), words("desk.sign-in.title"))}</p>`,
  });
}
