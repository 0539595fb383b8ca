import { randomBytes } from "node:crypto";
import { SOURCE_PATH } from "@commonhall/web";
import { workersDoors } from "../vault/workers-doors.ts";
import { few, finding, notDone, notServed, well } from "./finding.ts";
import type { Check } from "./ports.ts";

/** Of a network that nobody has (RFC 5737): if it stands in a log, the log holds what readers' addresses are told by. */
const SOMEBODY = "203.0.113.77";

/** Comes to the node with marks that stand nowhere else in the world, and looks for them wherever somebody may have written. */
export const checkLogs: Check = async ({ store, ways, logs }) => {
  if (ways.length === 0) return notServed("logs");
  const { path } = await workersDoors(store.settings).get();
  const mark = `hallcheck${randomBytes(12).toString("hex")}`;
  const open = await logs.begin();
  const marks = {
    "user-agent": mark,
    referer: `https://${mark}.example/`,
    cookie: `word=${mark}`,
    "x-forwarded-for": SOMEBODY,
  };
  for (const way of ways) {
    for (const page of [`/${path}?word=${mark}`, `/${path}/code?word=${mark}`, `/${mark}`, `/desk?word=${mark}`]) {
      await way.ask(page, marks);
    }
    // Web servers without an access log still write a line where somebody goes away in the middle.
    await way.leave("GET", `${SOURCE_PATH}?word=${mark}`, marks);
    await way.leave("POST", `/${mark}`, marks);
  }
  const texts = await open.since();
  if (texts.length === 0) {
    return notDone(
      "logs",
      "No log could be read, so nothing can be said of what it holds.",
      "Run hall check --log FILE with the file that holds the node's error output, or the web server's, or as a user who may read the journal.",
    );
  }
  const hit = texts.filter(({ text }) => text.includes(mark) || text.includes(SOMEBODY)).map(({ place }) => place);
  return hit.length === 0
    ? well("logs", `A visit with marks left no trace in ${few(texts.map(({ place }) => place))}.`)
    : finding(
        "logs",
        `Visits are written down in ${few(hit)}: who came, when, and to which page.`,
        "Switch the access log of the web server off (in Caddy: no log directive, and the filter of deploy/Caddyfile for what it tells of requests; in nginx: access_log off, and error_log /dev/null) and delete what it holds.",
      );
};
