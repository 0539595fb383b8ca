import { DAY, HOUR, MINUTE } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drafts } from "./drafts.ts";
import { formTokens } from "./form-tokens.ts";

test("a draft comes back as it was for two days at most, and tells nothing meanwhile", async () => {
  const clock = fakeClock();
  const made = drafts(clock);
  const answers = { story: "They kept my passport.", step: 3 };
  const first = await made.seal(answers);
  expect(first).not.toContain(Buffer.from("passport").toString("base64url").slice(0, 8));
  clock.advance(25 * HOUR);
  const second = await made.seal(answers);
  expect(await made.open(first)).toEqual(answers);
  clock.advance(23 * HOUR - 1);
  expect(await made.open(first)).toEqual(answers);
  clock.advance(1);
  expect(await made.open(first)).toBeUndefined();
  expect(await made.open(second)).toEqual(answers);
});

test("a draft of another program, or an altered one, is none", async () => {
  const clock = fakeClock();
  const made = drafts(clock);
  const sealed = await made.seal({ a: 1 });
  expect(await drafts(clock).open(sealed)).toBeUndefined();
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), async (at) => {
      expect(await made.open(sealed.slice(0, at))).toBeUndefined();
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect(await made.open(text)).toBeUndefined();
    }),
  );
});

test("drafts grow in steps of 4 KiB", async () => {
  const made = drafts(fakeClock());
  const lengthOf = async (text: string) => (await made.seal({ text })).length;
  expect(await lengthOf("x".repeat(4000))).toBe(await lengthOf(""));
  expect(await lengthOf("x".repeat(5000))).toBe(await lengthOf("x".repeat(8000)));
});

test("a form token is good once, for a day, and tells how old it is", () => {
  const clock = fakeClock();
  const tokens = formTokens(clock);
  const [one, late] = [tokens.issue(), tokens.issue()];
  expect(one).not.toBe(late);
  clock.advance(5 * MINUTE);
  expect(tokens.use(one)).toEqual({ age: 5 * MINUTE, misses: 0 });
  expect(tokens.use(one)).toBeUndefined();
  clock.advance(DAY - 5 * MINUTE - 1);
  const young = tokens.issue();
  clock.advance(1);
  expect(tokens.use(late)).toBeUndefined();
  expect(tokens.use(young)).toEqual({ age: 1, misses: 0 });
  clock.advance(2 * DAY);
  expect(tokens.use(one)).toBeUndefined();
});

test("a token that was made up or altered is none", () => {
  const tokens = formTokens(fakeClock());
  const token = tokens.issue();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat(token.length - 1).map((at) => token.slice(0, at)),
      ),
      (text) => {
        expect(tokens.use(text)).toBeUndefined();
      },
    ),
  );
  const [time = "", ...rest] = token.split(".");
  expect(tokens.use([`${time}0`, ...rest].join("."))).toBeUndefined();
  expect(formTokens(fakeClock()).use(token)).toBeUndefined();
  expect(tokens.use(token)).toEqual({ age: 0, misses: 0 });
});

test("who goes on after a token was used is as far as before, and no token can be made to say so", () => {
  const clock = fakeClock();
  const tokens = formTokens(clock);
  const first = tokens.issue();
  clock.advance(23 * HOUR);
  const second = tokens.issue({ age: tokens.use(first)?.age ?? 0, misses: 1 });
  clock.advance(MINUTE);
  const [time = "", misses, ...rest] = second.split(".");
  expect(misses).toBe("1");
  expect(tokens.use([time, "0", ...rest].join("."))).toBeUndefined();
  expect(tokens.use(second)).toEqual({ age: 23 * HOUR + MINUTE, misses: 1 });
  const third = tokens.issue({ age: 23 * HOUR + MINUTE, misses: 1 });
  clock.advance(HOUR - MINUTE);
  expect(tokens.use(third)).toBeUndefined();
});

test("a token's lot is its own, stays the same, and is nobody's guess", () => {
  const clock = fakeClock();
  const tokens = formTokens(clock);
  const [one, other] = [tokens.issue(), tokens.issue()];
  expect(tokens.lot(one)).toEqual(tokens.lot(one));
  expect(tokens.lot(one)).toHaveLength(32);
  expect(tokens.lot(one)).not.toEqual(tokens.lot(other));
  expect(formTokens(clock).lot(one)).not.toEqual(tokens.lot(one));
});
