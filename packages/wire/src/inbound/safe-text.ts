/**
 * Names that strangers give themselves, made fit to be shown beside those of others.
 */

/** Marks that turn the direction of what stands around them ("Trojan Source"); whole texts never need them. */
const TURNING = /[\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line of at most `longest` characters, without anything that disturbs the lines around it. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .slice(0, longest * 8)
    .toWellFormed()
    .replace(TURNING, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join("")}…`;
}

const LONGEST_USERNAME = 100;

/**
 * The name before the `@` as it may be shown, undefined where it is empty or too long. A name of ASCII letters, digits,
 * `-`, `.`, `_` and `~` stays as it is. Everything else is percent-encoded, the form that it has in an `acct:` address
 * (RFC 7565): a Cyrillic `а` in `аdmin` shows as `%D0%B0dmin`, so that no name can be mistaken for another one and each
 * still finds its actor. It is not folded (NFKC), because two actors would then share one name; and it is not refused,
 * because on some servers people have names in their own script.
 */
export function safeUsername(name: string): string | undefined {
  const safe = encodeURIComponent(name.toWellFormed()).replace(/[!'()*]/g, (mark) => `%${hex(mark)}`);
  return safe === "" || safe.length > LONGEST_USERNAME ? undefined : safe;
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase();
