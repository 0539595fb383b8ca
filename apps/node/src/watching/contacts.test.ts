import { hostOf, SECOND } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { watchContacts } from "./contacts.ts";

const host = (name: string) => hostOf(`https://${name}.example`);

test("the last contact of a host is its last answer or what came from it, and its clock the last that it said", () => {
  const clock = fakeClock();
  const contacts = watchContacts(clock);
  contacts.answered(host("a"), clock() - 90 * SECOND);
  const first = clock();
  clock.advance(5 * SECOND);
  contacts.heard(host("a"));
  contacts.answered(host("b"), undefined);
  expect([contacts.last(host("a")), contacts.last(host("b")), contacts.last(host("c"))]).toEqual([
    first + 5 * SECOND,
    first + 5 * SECOND,
    undefined,
  ]);
  expect(contacts.ahead()).toEqual([89.5 * SECOND]);
});

test("however many hosts there are, it grows no further, and one host has one voice", () => {
  const clock = fakeClock();
  const contacts = watchContacts(clock, 10);
  for (let n = 0; n < 100; n++) contacts.answered(host(`n${n % 20}`), clock());
  expect(contacts.ahead()).toHaveLength(10);
  for (let n = 0; n < 100; n++) contacts.answered(host("loud"), clock() - 3600 * SECOND);
  expect(contacts.ahead().filter((ahead) => ahead > 60 * SECOND)).toHaveLength(1);
});
