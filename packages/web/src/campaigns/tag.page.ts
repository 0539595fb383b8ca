import type { Call, Centre, Post, Timestamp } from "@commonhall/domain";
import { callNotice } from "../calls/call.page.ts";
import { bdi, html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import type { Reader } from "../words/reader.ts";
import { postNotice } from "./notices.ts";
import { shownFromPost } from "./shown-post.ts";

export interface TagPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly tag: string;
  readonly posts: readonly Post[];
  readonly calls: readonly Call[];
  readonly now: Timestamp;
}

export function tagPage({ reader, centre, tag, posts, calls, now }: TagPageInput): PageInput {
  return {
    reader,
    centre,
    title: `#${tag}`,
    nav: publicNav(reader),
    unlisted: true,
    body: html`<h1>${bdi(`#${tag}`)}</h1>
<p class="lead">${reader.words("tag.what")}</p>
${calls.map((call) => callNotice(call, reader, now))}
${posts.map((post) => postNotice(shownFromPost(post), reader))}`,
  };
}
