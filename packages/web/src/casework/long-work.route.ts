import { SECOND } from "@commonhall/domain";
import { NOT_FOUND, sends, type DeskRoute, type Draw, type Run } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, form, linkButton, notice } from "../layout/parts.ts";
import { insideRuns, type Inside } from "./inside.ts";

type Progress = { readonly done: number; readonly of: number };

interface LongWork {
  readonly path: string;
  /** What is done, of which there may be thousands; begun anew it goes on where it was left. */
  readonly work: (inside: Inside) => AsyncIterable<Progress> | undefined;
}

/** As long as somebody waits before a page without wondering whether it works. */
const ONE_PAGE = 2 * SECOND;

/** Work that takes longer than one page: after two seconds the page says how far it is, and is pressed on. */
export const longWork = ({ path, work }: LongWork, draw: Draw): DeskRoute =>
  sends(
    path,
    "work on cases",
    draw,
    insideRuns(async (inside): ReturnType<Run> => {
      const progress = work(inside);
      if (progress === undefined) return NOT_FOUND;
      const { say, visit } = inside;
      const { done, of } = await goOn(progress, visit.ports.clock);
      const member = visit.form.get("member");
      const isDone = done >= of;
      return {
        room: "keys",
        title: say("progress.title"),
        body: html`<h1>${say(isDone ? "progress.done" : "progress.title")}</h1>
<p><label>${say("progress.count", { done, of })} <progress value="${done}" max="${Math.max(of, 1)}"></progress></label></p>
${
  isDone
    ? html`${notice("good", html`<p>${say("progress.done")}</p>`)}<p>${linkButton(visit.reader.link("/desk/keys"), say("keys.title"))}</p>`
    : form({
        action: visit.reader.link(`/desk${path}`),
        csrf: visit.session.csrf,
        hidden: { member },
        body: button({ label: say("progress.go-on") }),
      })
}`,
      };
    }),
  );

async function goOn(progress: AsyncIterable<Progress>, clock: () => number): Promise<Progress> {
  const ends = clock() + ONE_PAGE;
  let last: Progress = { done: 0, of: 0 };
  for await (const step of progress) {
    last = step;
    if (clock() >= ends) break;
  }
  return last;
}
