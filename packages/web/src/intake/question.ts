import { digitsOf } from "@commonhall/vault";
import type { Say } from "./words/say.ts";

/** What a person reads and answers in a moment. */
export interface Question {
  readonly text: string;
  /** ASCII digits. */
  readonly answer: string;
}

/**
 * The question that belongs to a form's token. It is drawn with what nobody can work out from the token, and asks in
 * words for digits: a voice reads it like the rest of the page, it is typed with any keys, and guessing helps little.
 */
export function questionFrom(lot: Uint8Array, say: Say): Question {
  const draw = drawingFrom(lot);
  return draw(KINDS)(draw, say);
}

/** Digits of any script, with anything between them. */
export const isRight = (typed: string, { answer }: Question): boolean => digitsOf(typed) === answer;

type Draw = <T>(from: readonly T[]) => T;
type Kind = (draw: Draw, say: Say) => Question;

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** As the catalogues have them. */
const THINGS = ["bread", "water", "house", "tree", "moon", "rice", "bird", "door"];
const KNOWN = [
  { fact: "week", digit: 7 },
  { fact: "cat", digit: 4 },
  { fact: "bird", digit: 2 },
  { fact: "bicycle", digit: 2 },
];

const KINDS: readonly Kind[] = [
  (draw, say) => {
    const digits = some(3, DIGITS, draw);
    const [a = "", b = "", c = ""] = digits.map(wordIn(say));
    return { text: say("question.figures", { a, b, c }), answer: digits.join("") };
  },
  (draw, say) => {
    const items = some(5, [...some(3, DIGITS, draw), ...some(2, THINGS, draw)], draw);
    const words = items.map((item) => (typeof item === "number" ? wordIn(say)(item) : say("question.thing", { item })));
    const [a = "", b = "", c = "", d = "", e = ""] = words;
    const answer = items.filter((item) => typeof item === "number").join("");
    return { text: say("question.only", { a, b, c, d, e }), answer };
  },
  (draw, say) => {
    const digits = some(2, DIGITS.slice(0, -1), draw);
    const [a = "", b = ""] = digits.map(wordIn(say));
    return { text: say("question.next", { a, b }), answer: digits.map((digit) => digit + 1).join("") };
  },
  (draw, say) => {
    const { fact, digit } = draw(KNOWN);
    const digits = some(2, DIGITS, draw);
    const [a = "", b = ""] = digits.map(wordIn(say));
    return { text: say("question.known", { fact, a, b }), answer: [digit, ...digits].join("") };
  },
];

/** Some of them, each once, in any order. */
function some<T>(count: number, from: readonly T[], draw: Draw): readonly T[] {
  const left = [...from];
  return Array.from({ length: count }, () => {
    const place = draw([...left.keys()]);
    const [one] = left.splice(place, 1);
    if (one === undefined) throw new Error("There are not as many to draw from");
    return one;
  });
}

const wordIn =
  (say: Say) =>
  (digit: number): string =>
    say("question.number", { digit: String(digit) });

/** A byte for each draw; no question needs as many as there are. */
function drawingFrom(lot: Uint8Array): Draw {
  let at = 0;
  return (from) => {
    const one = from[(lot[at++] ?? 0) % from.length];
    if (one === undefined) throw new Error("There is nothing to draw from");
    return one;
  };
}
