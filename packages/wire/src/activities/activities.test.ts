import { trusted } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextFor } from "../context.ts";
import { isJsonObject } from "../json.ts";
import { verifyProof } from "../proof.ts";
import { ADDRESSES, proofKeyOf, PUBLIC_KEY } from "../testing/actors.ts";
import { anyObject, PLAIN_ACTIVITIES, sealed } from "../testing/documents.ts";
import {
  acceptActivity,
  announceActivity,
  createActivity,
  deleteActivity,
  followActivity,
  PUBLIC,
  undoActivity,
} from "./activities.ts";

const actor = ADDRESSES.centre(trusted.handle("hall"));
const ours = ADDRESSES.campaign(trusted.handle("payup"));
const ally = trusted.actor("https://ally.example/centres/ally");
const id = ADDRESSES.activity("1");

describe("an activity", () => {
  test("has one plain type, one actor, one object, lists of addressees, and an id", () => {
    for (const activity of PLAIN_ACTIVITIES) {
      expect(activity["id"]).toBe(id);
      expect(typeof activity["type"]).toBe("string");
      expect([actor, ours]).toContain(activity["actor"]);
      expect(Array.isArray(activity["to"])).toBe(true);
      expect(Array.isArray(activity["object"])).toBe(false);
    }
  });

  test("embeds an object without its context, which is then its own", () => {
    const object = {
      "@context": ["https://www.w3.org/ns/activitystreams"],
      id: "https://hall.example/posts/1",
      type: "Note",
      regions: ["LB"],
    };
    const create = createActivity({ id, actor, object, published: 0, to: [PUBLIC], cc: [] });
    expect(create["object"]).toEqual({ id: "https://hall.example/posts/1", type: "Note", regions: ["LB"] });
    expect(JSON.stringify(create["@context"])).toContain('"regions"');
    expect(create).not.toHaveProperty("cc");
  });

  test("sealed, has a proof and an object with a proof, both over the bytes that are sent", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const both = sealed(object, proofKeyOf(actor), Date.UTC(2026, 10, 22));
        const sent: unknown = JSON.parse(JSON.stringify(both.activity));
        if (!isJsonObject(sent) || !isJsonObject(sent["object"])) throw new Error("No activity");
        expect(verifyProof(sent, PUBLIC_KEY)).toBe(true);
        expect(verifyProof(sent["object"], PUBLIC_KEY)).toBe(true);
        expect(JSON.stringify(sent["object"])).toBe(JSON.stringify(both.object));
        expect(sent["@context"]).toEqual(contextFor(sent));
        expect(verifyProof({ ...sent, object: { ...sent["object"], content: "other" } }, PUBLIC_KEY)).toBe(false);
      }),
    );
  });
});

test("a Follow goes to whom it follows; its Accept to the follower, and repeats it", () => {
  expect(followActivity({ id, actor, object: ally })).toMatchObject({ type: "Follow", object: ally, to: [ally] });
  const follow = { id: trusted.activity("https://ally.example/activities/7"), actor: ally, object: actor };
  expect(acceptActivity({ id, actor, follow })).toMatchObject({
    type: "Accept",
    to: [ally],
    object: { id: follow.id, type: "Follow", actor: ally, object: actor },
  });
});

test("an Undo repeats of what it undoes the four fields that tell it apart", () => {
  const object = trusted.object("https://ally.example/posts/1");
  const announce = announceActivity({ id, actor, object, published: 0, to: [PUBLIC], cc: [] });
  const undo = undoActivity({ id: ADDRESSES.activity("2"), actor, activity: announce, to: [PUBLIC] });
  expect(undo["object"]).toEqual({ id, type: "Announce", actor, object });
  expect(
    undoActivity({ id, actor, activity: trusted.activity("https://hall.example/activities/3"), to: [] })["object"],
  ).toBe("https://hall.example/activities/3");
});

test("a Delete leaves a Tombstone and not a word of what was there", () => {
  const object = trusted.object("https://hall.example/posts/1");
  expect(deleteActivity({ id, actor, object, formerType: "Note", to: [PUBLIC] })["object"]).toEqual({
    id: object,
    type: "Tombstone",
    formerType: "Note",
  });
});
