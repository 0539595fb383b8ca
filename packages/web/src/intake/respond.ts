import { randomBytes } from "node:crypto";
import { direction } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { NEVER_KEPT } from "../layout/headers.ts";
import { isReachedByTls } from "../layout/stay-with-tls.ts";
import { calm, html, type Html } from "../layout/html.ts";
import { HTML } from "../layout/respond.ts";
import { intakeStyle } from "./style.ts";
import { sayIn, type IntakeLanguage } from "./words/say.ts";

export interface WorkersPage {
  readonly language: IntakeLanguage;
  /** Chosen by the centre; without one it is a plain word. */
  readonly title?: string | undefined;
  readonly body: Html;
  readonly status?: number;
  /** The code alone goes on paper. */
  readonly printsCode?: boolean;
}

/** From where the page was asked for, which decides what a browser is told of the other address. */
export interface AskedFrom {
  readonly site: Site;
  readonly host: string;
  readonly path: string;
  readonly onionOrigin?: string | undefined;
}

/** A page of the workers' side: nothing runs in it, nothing is kept of it, and it says nothing of what it is about. */
export function respond(from: AskedFrom, page: WorkersPage): Response {
  const { language, status = 200 } = page;
  const headers = { ...WORKERS_HEADERS, ...addresses(from), "content-type": HTML, "content-language": language };
  const more = status === 429 || status === 503 ? { "retry-after": "60" } : {};
  return new Response(padded(document(page)), { status, headers: { ...headers, ...more } });
}

/** Everywhere on the workers' side (anonymity.md 2.1). */
export const WORKERS_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": NEVER_KEPT,
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "permissions-policy": allOff(
    "accelerometer autoplay bluetooth camera display-capture fullscreen geolocation gyroscope hid microphone midi payment serial usb",
  ),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

function allOff(features: string): string {
  return features
    .split(" ")
    .map((feature) => `${feature}=()`)
    .join(", ");
}

/** A browser that came by the clear network is told that there is a hidden way; over Tor it knows. */
function addresses({ site, host, path, onionOrigin }: AskedFrom): Record<string, string> {
  const isTold = onionOrigin !== undefined && isReachedByTls(site, host);
  return isTold ? { "onion-location": `${onionOrigin}${path}` } : {};
}

/** Wikipedia: a page that anybody may have open. */
export const ELSEWHERE = "https://www.wikipedia.org/";

function document({ language, title, body, printsCode }: WorkersPage): string {
  const say = sayIn(language);
  return html`<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${calm(title ?? say("title"))}</title>
<link rel="stylesheet" href="${intakeStyle.path}">
<link rel="icon" href="data:,">
</head>
<body${printsCode === true && html` class="with-code"`}>
<header><a class="leave" href="${ELSEWHERE}" rel="noreferrer">${say("leave")}</a></header>
<main>
${body}
</main>
</body>
</html>`.toString();
}

const STEP = 8 * 1024;
/**
 * Nothing that a compressing proxy could make small, and the same in every answer of this process: two answers that say
 * the same are the same.
 */
const NOISE = randomBytes((STEP / 4) * 3).toString("base64");
const AROUND = "\n<!---->".length;

/** Up to the next 8 KiB, so that from outside one page is like another. */
export function padded(page: string): string {
  const least = Buffer.byteLength(page) + AROUND;
  const wanted = Math.ceil(least / STEP) * STEP;
  return `${page}\n<!--${NOISE.slice(0, wanted - least)}-->`;
}
