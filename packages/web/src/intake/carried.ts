import { LONGEST_TEXT } from "@commonhall/vault";

type Entries = readonly (readonly [name: string, value: string])[];

/**
 * How many bytes of markup the texts of one form may become when they are shown again: eight of them, as long as they may
 * be, and all of it quotes. The last screen shows each twice.
 */
export const MOST_CARRIED = 1024 * 1024;

/** What the page makes anew, and never shows. */
const NOT_SHOWN = ["d", "f"];

/**
 * What a page can carry of a form. A text that is as long as it may be is always whole; one that is longer is cut where
 * there is no more room: two million quotes would become a page of twenty-four megabytes.
 */
export function carried(typed: Entries): { readonly entries: Entries; readonly isCut: boolean } {
  let left = MOST_CARRIED;
  let isCut = false;
  const take = (text: string): string => {
    const whole = cut(text, left);
    left -= escapedLength(whole);
    isCut ||= whole.length < text.length;
    return whole;
  };
  const kept = new Map<number, string>();
  const inTurn = [...typed.entries()].toSorted(
    ([, [, one]], [, [, other]]) => Number(isLong(one)) - Number(isLong(other)),
  );
  for (const [at, [name, value]] of inTurn) kept.set(at, NOT_SHOWN.includes(name) ? value : take(value));
  return { entries: typed.map(([name], at) => [name, kept.get(at) ?? ""]), isCut };
}

const isLong = (text: string): boolean => text.length > LONGEST_TEXT;

/** What a text becomes in a page, in bytes. */
export function escapedLength(text: string): number {
  let length = Buffer.byteLength(text);
  for (const mark of text.matchAll(/[&<>"']/g)) length += MARKS.get(mark[0]) ?? 0;
  return length;
}

/** How much longer each of them gets. */
const MARKS: ReadonlyMap<string, number> = new Map([
  ["&", "&amp;".length - 1],
  ["<", "&lt;".length - 1],
  [">", "&gt;".length - 1],
  ['"', "&quot;".length - 1],
  ["'", "&#39;".length - 1],
]);

/** The beginning of it that fits, never half of a letter. */
function cut(text: string, room: number): string {
  // Most texts are far shorter than that, and need not be measured letter by letter.
  if (text.length * "&quot;".length <= room || escapedLength(text) <= room) return text;
  let length = 0;
  let end = 0;
  for (const letter of text) {
    length += escapedLength(letter);
    if (length > room) break;
    end += letter.length;
  }
  return text.slice(0, end);
}
