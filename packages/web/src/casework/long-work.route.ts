import { createHash } from "node:crypto";
import { SECOND } from "@commonhall/domain";
import { NOT_FOUND, sends, type DeskRoute, type Draw, type Run, type Sheet } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, form, linkButton, notice } from "../layout/parts.ts";
import { insideRuns, type Inside } from "./inside.ts";

type Progress = { readonly done: number; readonly of: number };

interface LongWork {
  readonly path: string;
  readonly work: (inside: Inside) => AsyncIterable<Progress>;
}

interface Going {
  last: Progress;
  ended: "done" | "failed" | undefined;
  readonly end: Promise<void>;
}

/** As long as somebody waits before a page without wondering whether it works. */
const ONE_PAGE = 2 * SECOND;

/**
 * Work on thousands of cases, which takes longer than one page: it goes on behind the pages, and each page says how far
 * it is. Pressed again by whoever began it, the button looks after it and begins nothing anew.
 */
export function longWork({ path, work }: LongWork, draw: Draw): DeskRoute {
  /** By who does it and for whom: by a hash, because a token of keys lies nowhere but in its cookie. */
  const all = new Map<string, Going>();
  const run = insideRuns(async (inside): ReturnType<Run> => {
    const { visit } = inside;
    if (visit.keys === "") return NOT_FOUND;
    const name = nameOf(visit.keys, visit.form.get("member"));
    const going = all.get(name) ?? begin(work(inside));
    all.set(name, going);
    await Promise.race([going.end, pause(ONE_PAGE)]);
    if (going.ended !== undefined) all.delete(name);
    return sheet(inside, path, going);
  });
  return sends(path, "work on cases", draw, run);
}

const nameOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

function begin(progress: AsyncIterable<Progress>): Going {
  const follow = async (): Promise<void> => {
    try {
      for await (const step of progress) going.last = step;
      going.ended = "done";
    } catch {
      // What broke may have been near a report, so nothing is said of it but that it broke.
      going.ended = "failed";
    }
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const going: Going = { last: { done: 0, of: 0 }, ended: undefined, end: promise };
  void follow().then(resolve);
  return going;
}

const pause = (duration: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, duration).unref();
  });

function sheet({ visit, say }: Inside, path: string, { last: { done, of }, ended }: Going): Sheet {
  const { reader, session, form: typed } = visit;
  const again = (key: "progress.go-on" | "progress.again") =>
    form({
      action: reader.link(`/desk${path}`),
      csrf: session.csrf,
      hidden: { member: typed.get("member") },
      body: button({ label: say(key) }),
    });
  const back = html`<p>${linkButton(reader.link("/desk/keys"), say("keys.title"))}</p>`;
  return {
    room: "keys",
    title: say("progress.title"),
    body: html`<h1>${say(ended === "done" ? "progress.done" : "progress.title")}</h1>
<p><label>${say("progress.count", { done, of })} <progress value="${done}" max="${Math.max(of, 1)}"></progress></label></p>
${ended === "done" && html`${notice("good", html`<p>${say("progress.done")}</p>`)}${back}`}
${ended === "failed" && html`${notice("bad", html`<p>${say("progress.failed")}</p>`)}${again("progress.again")}`}
${ended === undefined && again("progress.go-on")}`,
  };
}
