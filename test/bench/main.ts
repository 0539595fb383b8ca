/** Prints each figure beside the limit that was measured in the same run: a table, then the same as JSON. */
import { benchCasework } from "./casework.ts";
import { benchCharters } from "./charters.ts";
import { benchFanOut } from "./fan-out.ts";
import { benchFeedRouting } from "./feed-routing.ts";
import { benchFeedPage } from "./feed-page.ts";
import { benchFeeds } from "./feeds.ts";
import { asJson, asTable, type Figure } from "./figures.ts";
import { benchInbox } from "./inbox.ts";
import { benchOnPostgres } from "./on-postgres.ts";
import { benchUrgentCall } from "./urgent-call.ts";
import { benchReleaseDays } from "./release-days.ts";
import { measureLimits } from "./limits.ts";
import { benchStartAndMemory } from "./memory.ts";

const limits = measureLimits();
const of = (name: string, value: number): Figure => ({ name, value, unit: "/s" });
const figures: Figure[] = [
  of("limit: RSA-2048 signatures", limits.rsaSigns),
  of("limit: RSA-2048 verifications", limits.rsaVerifies),
  of("limit: Ed25519 signatures", limits.ed25519Signs),
  of("limit: Ed25519 verifications", limits.ed25519Verifies),
];
const parts: readonly [string, () => Promise<Figure[]>][] = [
  ["inbox", () => benchInbox(limits)],
  ["fan-out", () => benchFanOut(limits)],
  ["PostgreSQL", benchOnPostgres],
  ["urgent call", () => benchUrgentCall(limits)],
  ["charters", benchCharters],
  ["start and memory", benchStartAndMemory],
  ["feed page", benchFeedPage],
  ["feeds", benchFeeds],
  ["feed routing", benchFeedRouting],
  ["casework", benchCasework],
  ["release days", benchReleaseDays],
];
const wanted = process.argv.slice(2);
for (const [name, measure] of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  figures.push(...(await measure()));
}
process.stdout.write(`${asTable(figures)}\n\n${asJson(figures)}\n`);
