import anyAscii from "any-ascii";
import type { RegisterDraft } from "../desk/ports.ts";

/**
 * Whether two names may be one: written in other scripts, with other vowels, words in another order, one letter more or
 * less, or one inside the other. It errs towards yes: a person answers it, and one employer must not look like three.
 */
export function isNear(one: Pick<RegisterDraft, "name">, other: Pick<RegisterDraft, "name">): boolean {
  const [a, b] = [wordsOf(one.name), wordsOf(other.name)];
  if (a.length === 0 || b.length === 0) return one.name.trim() === other.name.trim();
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return few.every((word) => many.some((candidate) => alike(word, candidate))) || alike(a.join(""), b.join(""));
}

/** What firms add to their names says nothing of which one it is. The Arabic article is written together with its word. */
const ADDED = new Set([
  "co",
  "company",
  "corp",
  "est",
  "inc",
  "llc",
  "ltd",
  "limited",
  "sa",
  "sal",
  "sarl",
  "srl",
  "wll",
  "the",
  "al",
  "el",
]);

/** Letters of a name that are looked at: every word is compared with every other. */
const LOOKED_AT = 300;

function wordsOf(name: string): readonly string[] {
  const ascii = anyAscii(name.slice(0, LOOKED_AT).normalize("NFKC")).toLowerCase();
  const words = ascii
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/^[ae]l(?=[a-z]{3})/, ""))
    .filter((word) => word !== "");
  const telling = words.filter((word) => !ADDED.has(word));
  return telling.length > 0 ? telling : words;
}

function alike(a: string, b: string): boolean {
  if (a === b || isOneEditAway(a, b)) return true;
  const [left, right] = [skeleton(a), skeleton(b)];
  // The Arabic article, of which transliteration leaves an l.
  if (left.length > 1 && right.length > 1 && (left === `l${right}` || right === `l${left}`)) return true;
  return (
    left.length > 1 &&
    right.length > 1 &&
    (left === right || (Math.min(left.length, right.length) > 3 && isOneEditAway(left, right)))
  );
}

/** Consonants, those together that one script writes alike: scripts differ most in vowels. */
function skeleton(word: string): string {
  return word
    .replace(/ph/g, "f")
    .replace(/[kq]h|ck/g, "k")
    .replace(/[sz]h/g, "s")
    .replace(/[td]h/g, "t")
    .replace(/[cqg]/g, "k")
    .replace(/z/g, "s")
    .replace(/d/g, "t")
    .replace(/[vb]/g, "p")
    .replace(/[aeiouwyhj']/g, "")
    .replace(/(.)\1+/g, "$1");
}

/** One letter more, less or other; for words long enough that this is a slip. */
function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const rest = long.length === short.length ? short.slice(at + 1) : short.slice(at);
  return rest === long.slice(at + 1);
}
