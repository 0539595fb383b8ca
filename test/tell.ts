import { formOn, readable, type View, type Visitor } from "./visitor.ts";

/** What a worker tells; what is not there is left out. */
export interface Told {
  readonly language?: string;
  readonly happened?: readonly string[];
  readonly story?: string;
  readonly where?: string;
  readonly when?: string;
  readonly work?: string;
  readonly employer?: string;
  readonly how?: string;
  readonly details?: string;
  readonly times?: string;
  readonly consents?: readonly string[];
  readonly files?: readonly File[];
}

/** The form at the workers' door, screen after screen, as far as the last one. */
export async function toTheLastScreen(worker: Visitor, told: Told, door = "/page"): Promise<View> {
  const next = (page: View, fill: Readonly<Record<string, string | readonly string[] | undefined>> = {}) =>
    worker.send(page, { go: "next", fill: withoutGaps(fill) });
  const { language = "en", happened = [], story, where, when, work, employer, how, details, times } = told;
  let page = await worker.send(await worker.open(door), { fill: { l: language } });
  page = await next(page);
  page = await next(page, { happened });
  page = await next(page, { story });
  page = await next(page, { where, when, work, employer });
  page = await next(page, { how, details, times });
  return next(page, { consents: told.consents ?? [] });
}

/** All of it, and the code. */
export async function tell(worker: Visitor, told: Told): Promise<string> {
  const sent = await worker.send(await toTheLastScreen(worker, told), { go: "send", files: told.files ?? [] });
  return codeOn(sent);
}

export function codeOn({ html, status }: View): string {
  const [code] = /\d{4} \d{4} \d{4} \d{4} \d{4}/.exec(html) ?? [];
  if (code === undefined) throw new Error(`There is no code on this page (${status})`);
  return code;
}

const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const KNOWN: Readonly<Record<string, number>> = { week: 7, cat: 4, bird: 2, bicycle: 2 };

/** What a door that is flooded asks on the last screen, in English; undefined where it asks nothing. */
export function questionOn({ html }: View): string | undefined {
  const [, label] = /<label for="f-q">([^<]*)<\/label>/.exec(html) ?? [];
  return label === undefined ? undefined : readable(label);
}

/** Reads it, and answers as a person does who reads English. */
export function answerTo(page: View): string {
  const question = questionOn(page) ?? "";
  const [asked = ""] = question.toLowerCase().split(": ").slice(-1);
  const words: readonly string[] = asked.match(/[a-z]+/g) ?? [];
  const read = words.map((word) => NUMBERS.indexOf(word)).filter((number) => number >= 0);
  const numbers = question.includes("comes after") ? read.map((number) => number + 1) : read;
  const [known] = Object.entries(KNOWN).filter(([word]) => question.startsWith("How many") && words.includes(word));
  return [...(known === undefined ? [] : [known[1]]), ...numbers].join("");
}

/** Comes back with a code: the page of the answers. */
export async function comeBack(worker: Visitor, code: string, door = "/page"): Promise<View> {
  return worker.send(await worker.open(`${door}/code?lang=en`), { go: "open", fill: { code } });
}

/** On that page, writes more. */
export function addMore(worker: Visitor, page: View, text: string, files: readonly File[] = []): Promise<View> {
  const { action } = formOn(page);
  return worker.send(page, { form: action, go: "add", fill: { text }, files });
}

const withoutGaps = (fill: Readonly<Record<string, string | readonly string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(fill).flatMap(([name, value]): [string, string | readonly string[]][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
