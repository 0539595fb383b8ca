import { workersDoors } from "../vault/workers-doors.ts";
import { few, finding, notDone, notServed, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/** Whoever watches the line sees lengths: workers' pages come in steps of this many bytes, whatever stands on them. */
const STEP = 8 * 1024;
const LANGUAGES = ["en", "es", "ar", "bn", "fil", "fr", "id", "ne"];

/** Opens the workers' pages in many languages, and counts bytes as somebody on the line would. */
export const checkPadding: Check = async ({ store, ways }: Pick<CheckPorts, "store" | "ways">) => {
  if (ways.length === 0) return notServed("padding");
  const { path } = await workersDoors(store.settings).get();
  const paths = LANGUAGES.flatMap((language) => [`/${path}?lang=${language}`, `/${path}/code?lang=${language}`]);
  const asked = await Promise.all(
    ways.flatMap((way) =>
      paths.map(async (page) => ({ page, way, answer: await way.ask(page, { "accept-encoding": "gzip, br, zstd" }) })),
    ),
  );
  const shown = asked.filter(({ answer }) => answer?.status === 200);
  if (shown.length === 0) return notDone("padding", "The form is not open: no caseworker has joined yet.");
  const odd = shown.filter(({ answer }) => (answer?.body.length ?? 0) % STEP !== 0);
  return odd.length === 0
    ? well("padding", `${shown.length} answers of workers' pages have lengths in steps of ${STEP / 1024} KiB.`)
    : finding(
        "padding",
        `The length tells which page it is: ${few(odd.map(({ page, way, answer }) => `${page} at the ${way.name} (${answer?.body.length ?? 0} bytes)`))}.`,
        "Whatever stands before the node must not compress or change workers' pages: see deploy/Caddyfile.",
      );
};
