import { Option } from "commander";

/** For people a page; for scripts everything, unless they ask for less. */
const FOR_PEOPLE = 50;

export const LIMIT = new Option("--limit <number>", "at most so many (50, with --json all)");

/** A number, or what is wrong with it. */
export function limitFrom(options: Readonly<Record<string, unknown>>): number | string {
  const given = options["limit"];
  if (given === undefined) return options["json"] === true ? Number.MAX_SAFE_INTEGER : FOR_PEOPLE;
  const limit = Number(given);
  return Number.isSafeInteger(limit) && limit > 0
    ? limit
    : `--limit: ${JSON.stringify(given)} is not accepted; use a whole number above 0`;
}
