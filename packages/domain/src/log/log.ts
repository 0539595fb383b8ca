import type { LogEvent } from "./log-events.ts";

declare const brand: unique symbol;
/** A word that the program has of itself: a kind of error, a reason, a place in the program. */
export type LogWord = string & { readonly [brand]: "LogWord" };

export type LogFacts = Readonly<Record<string, number | LogWord>>;

/** Lines for whoever runs the node. A plain string fits nowhere: no address, no name, no host and no text of anybody gets in. */
export interface Log {
  info(event: LogEvent, facts?: LogFacts): void;
  warn(event: LogEvent, facts?: LogFacts): void;
  error(event: LogEvent, facts?: LogFacts): void;
}

const LONGEST = 120;
const OTHER = "other";

/** A reason as the program writes it. What has a point, a slash or an at sign could name a host, a page or somebody. */
export const logWord = (text: string): LogWord =>
  word(/^[^./@\\\p{C}]+$/u.test(text) && text.length <= LONGEST ? text : OTHER);

/** The kind of an error, and nothing of what it says: that could be what somebody typed. */
export function kindOf(error: unknown): LogWord {
  if (!(error instanceof Error)) return word(typeof error);
  const name = /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : "Error";
  const code =
    "code" in error && typeof error.code === "string" && /^[A-Z0-9_]{1,40}$/.test(error.code) ? error.code : "";
  return word(code === "" ? name : `${name} ${code}`);
}

/** The kind of an error, and where in the program. Its message could hold what somebody typed, so none of it. */
export function whatBroke(error: unknown): LogWord {
  const [place] = placesIn(error);
  return word(place === undefined ? kindOf(error) : `${kindOf(error)} ${place}`);
}

/** Where in the program it was, from the inside out: what stands in a stack after the message. */
export function placesIn(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { message, stack = "" } = error;
  const told = stack.indexOf(message);
  const after = told < 0 ? "" : stack.slice(told + message.length);
  return [...after.matchAll(/^ +at .*$/gm)].map(([line]) => line.trim());
}

const MOST_OF_A_LINE = 400;

function word(text: string): LogWord {
  const line = text.slice(0, MOST_OF_A_LINE).replaceAll(/\p{C}+/gu, " ");
  if (isLine(line)) return line;
  throw new Error("What has no control characters any more has some");
}

/** A line stays one line, and steers no terminal. */
const isLine = (text: string): text is LogWord => !/\p{C}/u.test(text);
