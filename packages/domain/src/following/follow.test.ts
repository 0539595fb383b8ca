import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { answered, asked, takenBack, type Follow } from "./follow.ts";

const FOLLOWER = trusted.actor("https://a.example/actor");
const FOLLOWED = trusted.actor("https://b.example/actor");
/** The n-th Follow of the pair, named as our nodes name theirs. */
const followId = (n: number) =>
  trusted.activity(`https://a.example/activities/0199f0aa-00${n.toString().padStart(2, "0")}-7000-8000-000000000001`);
const asking = (n: number) => ({ id: followId(n), follower: FOLLOWER, followed: FOLLOWED });

type Message = { readonly type: "Follow" | "Undo"; readonly n: number };

function received(messages: readonly Message[]): Follow | undefined {
  return messages.reduce<Follow | undefined>((current, { type, n }, at) => {
    const next = type === "Follow" ? asked(current, asking(n), at) : takenBack(current, asking(n), at);
    return next ?? current;
  }, undefined);
}

describe("the one who is followed", () => {
  test("ends with what the follower said last, in whatever order it comes and however often", () => {
    const history = fc.integer({ min: 1, max: 5 }).chain((follows) => {
      const all = Array.from({ length: follows }, (_, n): Message[] => [
        { type: "Follow", n },
        { type: "Undo", n },
      ]).flat();
      const said = fc.boolean().map((stays) => (stays ? all.slice(0, -1) : all));
      return said.chain((messages) =>
        fc.tuple(
          fc.constant(messages),
          fc.shuffledSubarray(messages, { minLength: messages.length }),
          fc.array(fc.constantFrom(...messages), { maxLength: 5 }),
        ),
      );
    });
    fc.assert(
      fc.property(history, ([messages, shuffled, again]) => {
        const last = messages.at(-1);
        const follow = received([...shuffled, ...again]);
        expect(follow).toMatchObject({
          id: followId(last?.n ?? 0),
          state: last?.type === "Follow" ? "accepted" : "ended",
        });
      }),
    );
  });

  test("lets go of a follower whose program takes back a Follow under a new id", () => {
    const first = asked(undefined, { ...asking(0), id: trusted.activity("https://a.example/follow/1") }, 0);
    const undone = takenBack(first, { ...asking(0), id: trusted.activity("https://a.example/follow/2") }, 1);
    expect(undone?.state).toBe("ended");
    const again = asked(undone, { ...asking(0), id: trusted.activity("https://a.example/follow/3") }, 2);
    expect(again?.state).toBe("accepted");
  });
});

describe("the one who follows", () => {
  const pending: Follow = { ...asking(0), state: "pending", since: 0 };

  test("ends refused, in whatever order acceptance and refusal come", () => {
    expect(answered(answered(pending, "accepted", 1), "rejected", 2).state).toBe("rejected");
    expect(answered(answered(pending, "rejected", 1), "accepted", 2).state).toBe("rejected");
  });

  test("is not made to follow again by a late answer", () => {
    expect(answered({ ...pending, state: "ended" }, "accepted", 1).state).toBe("ended");
  });

  test("notes the moment of the first acceptance only", () => {
    const accepted = answered(pending, "accepted", 1);
    expect(answered(accepted, "accepted", 2)).toBe(accepted);
  });
});
