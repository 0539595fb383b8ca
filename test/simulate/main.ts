/**
 * `pnpm simulate`: the network of nodes and hubs in one process, on a clock and links that are made up, by the rules that
 * the product has for feeds, delivery and catching up. Without options it grows from 50 centres to 2,000; with them it
 * shows one size. Fails where something did not come, or came twice by one feed.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "@commonhall/testkit";
import { table } from "./report.ts";
import { run, type Rules } from "./run.ts";
import type { Result } from "./tally.ts";
import { makeWorld, type Size } from "./world.ts";

const { values } = parseArgs({
  options: {
    centres: { type: "string" },
    hubs: { type: "string", default: "10" },
    outsiders: { type: "string", default: "50" },
    subscribers: { type: "string" },
    days: { type: "string", default: "7" },
    "per-second": { type: "string", default: "1900" },
    seed: { type: "string", default: "1" },
  },
});
const days = wholeNumber("--days", values.days, 1, 60);
const seed = wholeNumber("--seed", values.seed, 0, 2 ** 31);
const outsiders = wholeNumber("--outsiders", values.outsiders, 0, 1000);
const rules: Rules = {
  perSecond: wholeNumber("--per-second", values["per-second"], 1, 100_000),
  copyAtHub: false,
  catchUp: true,
};
const size = (centres: number, hubs: number, ofFirstHub = outsiders): Size => ({
  centres,
  hubs,
  outsiders,
  ofFirstHub,
  days,
  seed,
});

let failed = false;
if (values.centres === undefined) {
  show("The network grows", [
    ["50 centres, 3 hubs", size(50, 3), rules],
    ["200 centres, 10 hubs", size(200, 10), rules],
    ["500 centres, 20 hubs", size(500, 20), rules],
    ["1,000 centres, 35 hubs", size(1000, 35), rules],
    ["2,000 centres, 50 hubs", size(2000, 50), rules],
  ]);
  show("What it is owed to: 500 centres, 20 hubs", [
    ["as it is", size(500, 20), rules],
    ["with a copy at the hub", size(500, 20), { ...rules, copyAtHub: true }],
    ["no catching up", size(500, 20), { ...rules, catchUp: false }],
  ]);
  show("A federation's hub: 300 centres, and so many who follow its feed of everything", [
    ["100", size(300, 10, 100), rules],
    ["1,000", size(300, 10, 1000), rules],
    ["10,000", size(300, 10, 10_000), rules],
  ]);
} else {
  const centres = wholeNumber("--centres", values.centres, 1, 2000);
  const hubs = wholeNumber("--hubs", values.hubs, 1, 50);
  const ofFirstHub = wholeNumber("--subscribers", values.subscribers ?? values.outsiders, 0, 20_000);
  show("The network", [[`${centres} centres, ${hubs} hubs`, size(centres, hubs, ofFirstHub), rules]]);
}
process.exitCode = failed ? 1 : 0;

function show(title: string, cases: readonly (readonly [name: string, size: Size, rules: Rules])[]): void {
  const results = cases.map(([name, of, by]): readonly [string, Result] => {
    const start = performance.now();
    const random = seededRandom(of.seed);
    const result = run(makeWorld(of, random), by, random).result();
    process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
    failed ||= result.repeated > 0 || (by.catchUp && result.complete.catchingUp < 1);
    return [name, result];
  });
  process.stdout.write(`${title}\n\n${table(results)}\n\n`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  process.stderr.write(`${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.\n`);
  process.exit(2);
}
