import type { PublicReader } from "../words/reader.ts";
import { code, html, type Html } from "./html.ts";

export interface FollowBoxInput {
  readonly heading: string;
  /** `@name@host`. */
  readonly handle: string;
  /** Address without the ending of a feed. */
  readonly feeds: string;
  /** Whole address of the page, for those who hold it on paper. */
  readonly page: string;
  /** False where nothing of it happens at some time. */
  readonly hasCalendar?: boolean;
}

/** How to hear of what is new: from the fediverse, from another node, or with any feed reader. */
export function followBox(
  { heading, handle, feeds, page, hasCalendar = true }: FollowBoxInput,
  { words, rich }: PublicReader,
): Html {
  return html`<section class="follow" id="follow">
<h2>${heading}</h2>
<p class="handle">${code(handle)}</p>
<p class="only-printed">${code(page)}</p>
<div class="grid"><div><p>${words("follow.fediverse")}</p></div>
<div class="not-printed"><p>${words("follow.node", { room: words("desk.room.following") })}</p></div>
<div class="not-printed"><p>${rich("follow.feeds", {
    atom: html`<a href="${feeds}.atom" type="application/atom+xml">Atom</a>`,
    rss: html`<a href="${feeds}.rss" type="application/rss+xml">RSS</a>`,
    json: html`<a href="${feeds}.json" type="application/feed+json">JSON</a>`,
  })}</p>
${hasCalendar && html`<p>${rich("follow.calendar", { link: html`<a href="${feeds}.ics" type="text/calendar">${words("follow.calendar-link")}</a>` })}</p>`}</div></div>
</section>`;
}

/** For `<link rel="alternate">`, so that a feed reader finds them from the page. */
export const feedLinks = (path: string, title: string) =>
  [
    { href: `${path}.atom`, type: "application/atom+xml", title },
    { href: `${path}.json`, type: "application/feed+json", title },
    { href: `${path}.ics`, type: "text/calendar", title },
  ] as const;
