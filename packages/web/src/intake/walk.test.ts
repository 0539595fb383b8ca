import { ENGINE_CODES } from "@commonhall/domain";
import { ASKED_OF_WORKERS, CONTACT_WAYS, LONGEST_TEXT } from "@commonhall/vault";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formValues } from "../layout/read-form.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { QUESTIONS, STEPS, type Answers, type Step } from "./answers.ts";
import { screenOf, walk, type Walked } from "./walk.ts";

const { intake } = intakePorts(() => 0);
const place = { action: "/page", hidden: {}, centre: "" as never, takesFiles: true };

type Told = Readonly<Record<string, string | readonly string[]>>;
const entriesOf = (told: Told): [string, string][] =>
  Object.entries(told).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
  );

const text = fc.string({ unit: "grapheme", maxLength: 60 }).map((words) => words.trim());
const told = fc.record({
  happened: fc.subarray([...ENGINE_CODES.all]),
  story: text,
  where: text,
  when: text,
  work: text,
  employer: text,
  how: fc.constantFrom("person", "never"),
  details: text,
  times: text,
  consents: fc.subarray([...ASKED_OF_WORKERS]),
});

/** Sends what a screen asks for, with the sealed rest of the screen before. */
async function step(before: { readonly step: Step; readonly draft?: string | undefined }, typed: Told, go = "next") {
  const hidden: Told = { l: "en", step: before.step, go, ...(before.draft === undefined ? {} : { d: before.draft }) };
  const walked = await walk(formValues([...entriesOf(hidden), ...entriesOf(typed)]), intake.drafts, "en");
  return { walked, screen: await screenOf(walked, place, intake.drafts) };
}

test("what is told on each screen is all there on the last one, whatever it is", async () => {
  await fc.assert(
    fc.asyncProperty(told, async (all) => {
      let before: { step: Step; draft?: string | undefined } = { step: "language" };
      let walked: Walked | undefined;
      for (let count = 0; count < STEPS.length - 1; count += 1) {
        const result = await step(before, all);
        walked = result.walked;
        before = result.screen;
      }
      expect(walked?.step).toBe("check");
      const { happened, consents, ...texts } = all;
      const there = Object.entries(texts).filter(([, words]) => words !== "");
      expect(walked?.answers).toEqual({
        happened,
        consents,
        ...Object.fromEntries(there.map(([name, words]) => [name, words.replaceAll("\r\n", "\n")])),
      });
    }),
    { numRuns: 60 },
  );
});

const anyField = fc.constantFrom<string>(...QUESTIONS, "step", "go", "l", "d", "back", "t", "other");
const anyValue = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom<string>(...STEPS, ...ENGINE_CODES.all, ...CONTACT_WAYS, "next", "back", "skip", "send", "to-story"),
);

test("any fields in any order are an answer or another screen, never a failure", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyField, anyValue), { maxLength: 20 }), async (entries) => {
      const walked = await walk(formValues(entries), intake.drafts, "ne");
      expect(STEPS).toContain(walked.step);
      for (const code of walked.answers.happened ?? []) expect(ENGINE_CODES.all).toContain(code);
    }),
  );
});

test("a draft with one letter changed is not read, and what stands on the page is kept", async () => {
  const sealed = await intake.drafts.seal({ where: "Doha" });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sealed.length - 1 }), fc.constantFrom("A", "z", "-"), async (at, letter) => {
      fc.pre(sealed[at] !== letter);
      const altered = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      const { walked } = await step({ step: "story", draft: altered }, { story: "Not paid" });
      expect(walked).toMatchObject({ step: "story", wants: "show", answers: { story: "Not paid" } });
      expect(walked.errors).toHaveLength(1);
      expect(walked.answers).not.toHaveProperty("where");
    }),
    { numRuns: 40 },
  );
});

test("a draft of something else is no draft", async () => {
  const odd = await intake.drafts.seal({ happened: "wages", consents: [{ C1: true }] });
  expect((await step({ step: "story", draft: odd }, { story: "x" })).walked.errors).toHaveLength(1);
});

test("every step leads on, back, and past its question", async () => {
  for (const [index, name] of STEPS.entries()) {
    if (name === "check") continue;
    expect((await step({ step: name }, {})).walked.step).toBe(STEPS[index + 1]);
    expect((await step({ step: name }, {}, "back")).walked.step).toBe(STEPS[Math.max(0, index - 1)]);
  }
  const { walked } = await step({ step: "story" }, { story: "I would rather not" }, "skip");
  expect(walked).toMatchObject({ step: "work", answers: {} });
});

test("changing one answer leads back to the last screen, with all the others", async () => {
  const all = { happened: ["wages"], story: "Not paid", where: "Doha", consents: ["C1"] };
  const toStory = await step({ step: "check" }, all, "to-story");
  expect(toStory.walked).toMatchObject({ step: "story", fromCheck: true });
  const back = await step(toStory.screen, { story: "Not paid since May", back: "check" });
  expect(back.walked).toMatchObject({ step: "check", answers: { ...all, story: "Not paid since May" } });
});

test("a text that is too long stays on its page, with all of it", async () => {
  const long = "a".repeat(LONGEST_TEXT + 3);
  const { walked } = await step({ step: "story" }, { story: long });
  expect(walked).toMatchObject({ step: "story", answers: { story: long } });
  expect(walked.errors[0]?.message).toContain("3 are too many");
});

test.each(["back", "next", "send", "to-consent", "anything"])(
  "attack: a text that is too long never gets into a draft by %s, where every screen would make it grow",
  async (go) => {
    const long = "a".repeat(LONGEST_TEXT + 1);
    for (const [on, question] of [
      ["story", "story"],
      ["work", "employer"],
      ["contact", "times"],
    ] as const) {
      const { walked, screen } = await step({ step: on }, { [question]: long, how: "never" }, go);
      expect(walked).toMatchObject({ step: on, wants: "show", answers: { [question]: long } });
      expect(screen.draft).toBeUndefined();
    }
  },
);

test.each<[string, Answers, string]>([
  ["a number and no way", { details: "123" }, "how"],
  ["a way and no number", { how: "phone" }, "details"],
])("%s is asked about once more", async (_, typed, field) => {
  const { walked } = await step({ step: "contact" }, typed as Told);
  expect(walked.errors.map((error) => error.field)).toEqual([field]);
  expect(walked.answers).toEqual(typed);
});

test("nobody needs to be reachable", async () => {
  expect((await step({ step: "contact" }, { how: "never" })).walked).toMatchObject({ step: "consent", errors: [] });
});
