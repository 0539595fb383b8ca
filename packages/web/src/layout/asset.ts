import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A file that is served under its own hash: it never changes at its address, so it is kept for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** In this order: what comes later holds where two rules are equally strong. */
const STYLES = [
  "tokens",
  "base",
  "hall",
  "notices",
  "campaigns",
  "calls",
  "bulletins",
  "feeds",
  "parts",
  "forms",
  "desk",
  "print",
];

export const style: Asset = styleSheet(
  "style",
  STYLES.map((name) => new URL(`./style/${name}.css`, import.meta.url)),
);
export const icon: Asset = asset("icon", "svg", "image/svg+xml", read(new URL("./icon.svg", import.meta.url)));

/** One sheet made of several files, in their order. */
export function styleSheet(name: string, files: readonly URL[]): Asset {
  return asset(name, "css", "text/css; charset=utf-8", shortened(files.map(read).join("")));
}

function read(file: URL): string {
  return readFileSync(file, "utf8");
}

/** Comments and most white space say nothing to a browser, and people pay for each kilobyte. */
function shortened(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replaceAll(";}", "}")
    .trim();
}

function asset(name: string, ending: string, type: string, text: string): Asset {
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, 12);
  return { path: `/${name}-${hash}.${ending}`, type, text };
}
