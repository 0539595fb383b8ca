import { KINDS as EVERY_KIND } from "@commonhall/domain";
import { beforeAll, afterAll, expect, test } from "vitest";
import { asking, isSameAnswer, type Asking } from "./audience-walk/asks.ts";
import { cameTo, scene, toldOf, type Scene, type Subject } from "./audience-walk/scene.ts";
import {
  ADDRESSES,
  AUDIENCES_OF,
  expected,
  KINDS,
  LISTS,
  momentsOf,
  NOT_PUBLISHED,
  PEOPLE,
  WAYS,
  type Address,
  type Arrival,
  type Cell,
  type List,
  type Outcome,
  type Person,
  type Way,
} from "./audience-walk/table.ts";

let there: Scene;
let ask: Asking;
beforeAll(async () => {
  there = await scene();
  ask = await asking(there);
}, 600_000);
afterAll(() => there.net[Symbol.asyncDispose]());

test("every kind is walked, but what nobody publishes here", () => {
  expect(EVERY_KIND.filter((kind) => !KINDS.some((walked) => walked === kind))).toEqual(NOT_PUBLISHED);
});

const cellsOf = ({ kind, audience, moment }: Subject): readonly Cell[] =>
  PEOPLE.flatMap((person) => WAYS.map((way) => ({ kind, audience, moment, person, way })));

const nameOf = ({ kind, audience, moment, person, way }: Cell): string =>
  `${kind} to ${audience}, ${moment}: ${person} by ${way}`;

test("everybody gets what the table allows them, by every way, and of the rest not a byte", async () => {
  const wrong: string[] = [];
  let walked = 0;
  const arrivals = await whatArrived();
  for (const subject of there.subjects) {
    const cells = cellsOf(subject);
    const outcomes = await Promise.all(cells.map((cell) => outcomeOf(subject, cell, arrivals)));
    for (const [at, cell] of cells.entries()) {
      const [came, allowed] = [outcomes[at], expected(cell)];
      if (came !== allowed) wrong.push(`${nameOf(cell)} is ${allowed}, and was ${came}`);
      walked += 1;
    }
  }
  expect(wrong).toEqual([]);
  const subjects = KINDS.flatMap((kind) => AUDIENCES_OF[kind].flatMap((audience) => momentsOf(kind, audience)));
  expect(there.subjects).toHaveLength(subjects.length);
  expect(walked).toBe(subjects.length * PEOPLE.length * WAYS.length);
}, 900_000);

const isAddress = (way: Way): way is Address => ADDRESSES.some((one) => one === way);
const isList = (way: Way): way is List => LISTS.some((one) => one === way);

async function outcomeOf(subject: Subject, { person, way }: Cell, arrivals: Arrivals): Promise<string> {
  if (isAddress(way)) return atAddress(subject, person, way);
  if (isList(way)) return inList(subject, person, way);
  const came = arrivals.get(person);
  return came === undefined ? "nothing" : arrived(subject, came, way);
}

async function atAddress(subject: Subject, person: Person, way: Address): Promise<string> {
  const pairs = await ask.at(person, way, subject);
  const all = new Set(
    pairs.map((pair) => {
      if (isSameAnswer(pair, subject)) return "nothing";
      const { status, body, headers } = pair.answer;
      if (status === 410) return "gone";
      if (status === 304) return "shown";
      const isShown = way === "HEAD object" ? headers.includes("content-type: application/activity+json") : true;
      return status === 200 && isShown
        ? saysNothing(way, body, subject)
          ? "empty"
          : "shown"
        : `${status} ${body.slice(0, 200)}`;
    }),
  );
  return all.size === 0 ? "nothing" : [...all].join(" and ");
}

const saysNothing = (way: Address, body: string, { id, words }: Subject): boolean =>
  way !== "HEAD object" && !body.includes(id) && !body.includes(words);

async function inList(subject: Subject, person: Person, way: List): Promise<string> {
  const { id, words, oldWords, moment } = subject;
  const texts = await ask.list(person, way);
  const all = new Set(
    texts.map((text) => {
      if (text.includes(words) || (way === "file of bulletins" && text.includes(uuidIn(id)))) return "shown";
      if (!text.includes(id)) return text.includes(oldWords) ? "old" : "nothing";
      return moment === "deleted" ? "gone" : "shown";
    }),
  );
  return [...all].join(" and ");
}

/** The file has codes and no addresses. */
const uuidIn = (id: string): string => id.split("/").at(-1) ?? id;

/** What each node got; whoever is no node gets nothing. */
interface Came {
  /** Ids of activities. */
  readonly pushed: ReadonlySet<string>;
  /** Documents by the ids of objects. */
  readonly timeline: ReadonlyMap<string, string>;
}
type Arrivals = ReadonlyMap<Person, Came>;

async function whatArrived(): Promise<Arrivals> {
  const all = new Map<Person, Came>();
  for (const person of PEOPLE) {
    if (person === "anybody") continue;
    const node = there.nodes[person];
    const timeline = new Map((await node.timeline()).map(({ object: { id, document } }) => [String(id), document]));
    all.set(person, { pushed: cameTo(node), timeline });
  }
  return all;
}

function arrived(subject: Subject, { pushed, timeline }: Came, way: Arrival): Outcome {
  if (way === "push") {
    const types = subject.moment === "deleted" ? ["Delete"] : ["Create", "Update"];
    const last = toldOf(there.nodes.hall, subject).findLast(({ type }) => types.includes(type));
    return last !== undefined && pushed.has(last.id) ? "shown" : "nothing";
  }
  const document = timeline.get(subject.id);
  if (document === undefined) return "nothing";
  return document.includes(subject.words) ? "shown" : "old";
}
