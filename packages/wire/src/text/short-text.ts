import { cutText } from "./html.ts";

/** Row S11: to be copied into a short message, and into WhatsApp or Telegram. Characters as a short message counts them. */
export const SHORT_LENGTHS = [160, 500] as const;
export type ShortLength = (typeof SHORT_LENGTHS)[number];

export interface ShortParts {
  /** What it is: `Urgent: Solidarity call`. */
  readonly heading: string;
  /** What has happened, as plain text. It is cut where there is no room. */
  readonly text: string;
  /** What is needed, or demanded: left out first. */
  readonly details: string;
  /** By when. */
  readonly until: string;
  /** Never cut. Where it goes on. */
  readonly url?: string | undefined;
}

/** As much of it as has room: all of it, or else without the details, or else with the beginning of the text. */
export function shortText(parts: ShortParts, max: ShortLength): string {
  const { url } = parts;
  const [heading = "", text = "", details = "", until = ""] = [
    parts.heading,
    parts.text,
    parts.details,
    parts.until,
  ].map(plainMarks);
  const line = (...sentences: readonly string[]) =>
    [...sentences.filter((part) => part !== "").map(asSentence), ...(url === undefined ? [] : [url])].join(" ");
  const whole = line(heading, text, details, until);
  if (whole.length <= max) return whole;
  const plain = line(heading, text, until);
  if (plain.length <= max) return plain;
  // A space before it, and a full stop where it turns out to be whole.
  const room = max - line(heading, until).length - 2;
  if (room >= LEAST_TEXT) return line(heading, cutShort(text, room), until);
  const bare = line(heading, until);
  return bare.length <= max ? bare : line(cutShort(heading, Math.max(4, max - (url?.length ?? 0) - 2)));
}

/** Fewer characters of a text say nothing. */
const LEAST_TEXT = 20;

/** On one line, and in marks that short messages have: one typographic quotation mark in it would cost more than half of their room. */
const plainMarks = (text: string): string =>
  text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D\u201E]/g, '"')
    .replaceAll(/[\u2010-\u2014]/g, "-")
    .replaceAll("…", "...")
    .replaceAll(/\s+/g, " ")
    .trim();

/** `cutText`, with three full stops for its ellipsis. */
const cutShort = (text: string, max: number): string => cutText(text, max - 2).replace(/…$/u, "...");

/** Ends in the mark that it has, or in a full stop. */
const asSentence = (text: string): string => (/[.!?:;،؟。।]$/u.test(text) ? text : `${text}.`);
