import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../json.ts";
import { describeWireError } from "./describe-wire-error.ts";
import { parseActivity } from "./parse-activity.ts";

const HOME = "https://centro.example";
const CENTRE = `${HOME}/centres/centro`;
const ELSEWHERE = "https://other.example";
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

const NOTE: JsonObject = {
  id: `${HOME}/posts/1`,
  type: "Note",
  attributedTo: CENTRE,
  content: "<p>Hello</p>",
  to: [PUBLIC],
};

const activity = (fields: { readonly [key: string]: JsonValue | undefined }): string =>
  JSON.stringify({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${HOME}/activities/1`,
    type: "Create",
    actor: CENTRE,
    object: NOTE,
    ...fields,
  });

const parse = (fields: { readonly [key: string]: JsonValue | undefined }) => parseActivity(activity(fields));
const foreign = (field: string) => ({ ok: false, error: { type: "foreign origin", field } });

describe("who may say what (FEP-fe34)", () => {
  test("an activity is of one origin with its actor: nobody takes the ids of another server", () => {
    expect(parse({ id: `${ELSEWHERE}/activities/1` })).toMatchObject(foreign("id"));
    expect(parse({ id: `http://centro.example/activities/1` })).toMatchObject(foreign("id"));
    expect(parse({ id: `https://centro.example:8443/activities/1` })).toMatchObject(foreign("id"));
    expect(parse({ id: `https://centro.example.other.example/activities/1` })).toMatchObject(foreign("id"));
  });

  test.each(["Create", "Update"])("%s: an object of another server is refused, with or without a proof", (type) => {
    const object = { ...NOTE, id: `${ELSEWHERE}/posts/1` };
    expect(parse({ type, object })).toMatchObject(foreign("object.id"));
    expect(parse({ type, object: { ...object, proof: { type: "DataIntegrityProof" } } })).toMatchObject(
      foreign("object.id"),
    );
    expect(parse({ type, object: object.id })).toMatchObject(foreign("object.id"));
  });

  test.each(["Create", "Update"])(
    "%s: an object by somebody else is refused, of the same server or another",
    (type) => {
      for (const attributedTo of [`${ELSEWHERE}/users/x`, `${HOME}/centres/other`, [`${HOME}/centres/other`]]) {
        expect(parse({ type, object: { ...NOTE, attributedTo } })).toMatchObject(foreign("object.attributedTo"));
      }
    },
  );

  test("an actor is among the authors, embedded or by its id", () => {
    for (const attributedTo of [
      CENTRE,
      [CENTRE],
      [`${ELSEWHERE}/users/x`, CENTRE],
      { type: "Organization", id: CENTRE },
    ]) {
      expect(parse({ object: { ...NOTE, attributedTo } })).toMatchObject({
        ok: true,
        value: { object: { stored: { attributedTo: CENTRE } } },
      });
    }
  });

  test("what it creates without saying by whom is its own", () => {
    const { attributedTo: _, ...object } = NOTE;
    expect(parse({ object })).toMatchObject({ ok: true, value: { object: { stored: { attributedTo: CENTRE } } } });
  });

  test("what was written for another actor of its server has to be asked for there", () => {
    const object = { ...NOTE, actor: CENTRE, attributedTo: `${HOME}/centres/group` };
    expect(parse({ object })).toMatchObject({ ok: true, value: { object: { type: "reference", id: NOTE["id"] } } });
    expect(parse({ object: { ...object, attributedTo: `${ELSEWHERE}/users/x` } })).toMatchObject(
      foreign("object.attributedTo"),
    );
  });

  test("Update: an actor speaks for itself; about another one of its server the server is asked", () => {
    const actor = { id: CENTRE, type: "Organization", inbox: `${CENTRE}/inbox`, preferredUsername: "centro" };
    expect(parse({ type: "Update", object: actor })).toMatchObject({ ok: true, value: { object: { type: "actor" } } });
    const other = `${HOME}/campaigns/payup`;
    expect(parse({ type: "Update", object: { ...actor, id: other } })).toMatchObject({
      ok: true,
      value: { object: { type: "reference", id: other } },
    });
    expect(parse({ type: "Update", object: { ...actor, id: `${ELSEWHERE}/users/x` } })).toMatchObject(
      foreign("object.id"),
    );
  });

  test("Delete: nothing of another server", () => {
    expect(parse({ type: "Delete", object: `${ELSEWHERE}/posts/1` })).toMatchObject(foreign("object"));
    expect(parse({ type: "Delete", object: { type: "Tombstone", id: `${ELSEWHERE}/posts/1` } })).toMatchObject(
      foreign("object"),
    );
    expect(parse({ type: "Delete", object: CENTRE })).toMatchObject({ ok: true, value: { object: CENTRE } });
  });

  test("Undo: nothing that another did, of this server or another", () => {
    const follow = { id: `${HOME}/activities/0`, type: "Follow", actor: CENTRE, object: `${ELSEWHERE}/users/x` };
    expect(parse({ type: "Undo", object: follow })).toMatchObject({ ok: true });
    expect(parse({ type: "Undo", object: { ...follow, actor: `${HOME}/centres/other` } })).toMatchObject(
      foreign("object.actor"),
    );
    expect(parse({ type: "Undo", object: { ...follow, id: `${ELSEWHERE}/activities/0` } })).toMatchObject(
      foreign("object.id"),
    );
    expect(parse({ type: "Undo", object: `${ELSEWHERE}/activities/0` })).toMatchObject(foreign("object.id"));
  });

  test("Offer: one endorses in one's own name", () => {
    const offer = {
      id: `${HOME}/endorsements/1`,
      type: "Relationship",
      subject: CENTRE,
      relationship: "https://w3id.org/workers-centres/ns#endorses",
      object: `${ELSEWHERE}/campaigns/c`,
    };
    expect(parse({ type: "Offer", object: offer })).toMatchObject({
      ok: true,
      value: { offer: { id: offer.id, subject: CENTRE, object: offer.object } },
    });
    expect(parse({ type: "Offer", object: { ...offer, subject: `${ELSEWHERE}/users/x` } })).toMatchObject(
      foreign("object.subject"),
    );
    expect(parse({ type: "Offer", object: { ...offer, id: `${ELSEWHERE}/endorsements/1` } })).toMatchObject(
      foreign("object.id"),
    );
  });

  test("whom it follows, passes on or answers may be anywhere", () => {
    for (const type of ["Follow", "Announce", "Accept", "Reject"]) {
      expect(parse({ type, object: `${ELSEWHERE}/x` })).toMatchObject({
        ok: true,
        value: { type, object: `${ELSEWHERE}/x` },
      });
    }
  });

  test("Announce: a copy whose author is of another server than the copy is as good as none", () => {
    const object = { ...NOTE, id: `${ELSEWHERE}/posts/1`, attributedTo: CENTRE, proof: {} };
    const read = parse({ type: "Announce", object });
    expect(read).toMatchObject({ ok: true, value: { type: "Announce", object: object.id } });
    expect(read.ok && read.value).not.toHaveProperty("embedded");
  });
});

describe("an activity", () => {
  test.each(["id", "type", "actor", "object"])("without %s is refused, and the field is named", (field) => {
    const read = parse({ [field]: undefined });
    expect(read).toMatchObject({ ok: false, error: { type: "missing", field } });
    if (!read.ok) expect(describeWireError(read.error)).toBe(`${field}: is missing.`);
  });

  test.each([
    "",
    " ",
    "centro",
    "/centres/centro",
    "ftp://centro.example/x",
    "https://",
    "https://user:pw@centro.example/x",
    "https://centro.example/ x",
    "https://centro.example\\x",
    "https://centro.example/\ud800",
    "javascript:alert(1)",
    5,
    true,
    [CENTRE, `${HOME}/x`],
    [[CENTRE]],
    {},
    { id: 5 },
  ])("by %j is by nobody", (actor) => {
    expect(parse({ actor })).toMatchObject({ ok: false, error: { field: "actor" } });
  });

  test("may hold its actor whole, or in a list of one", () => {
    for (const actor of [{ type: "Organization", id: CENTRE }, [CENTRE], [{ id: CENTRE }]]) {
      expect(parse({ actor })).toMatchObject({ ok: true, value: { actor: CENTRE } });
    }
  });

  test("ids may have a query string and a fragment, and stay as they are", () => {
    const id = `${HOME}/?p=1&x=%20#activity`;
    expect(parse({ id })).toMatchObject({ ok: true, value: { id } });
  });

  test("a type may be a set, or written out", () => {
    for (const type of [["Thing", "Create"], "as:Create", "https://www.w3.org/ns/activitystreams#Create"]) {
      expect(parse({ type })).toMatchObject({ ok: true, value: { type: "Create" } });
    }
  });

  test.each(["Like", "Move", "Travel", "Listen", "Block", "Frobnicate", "wcn:Pledge", "__proto__", "constructor"])(
    "of the type %s is read as something else, not refused",
    (type) => {
      expect(parse({ type, object: undefined })).toMatchObject({
        ok: true,
        value: { type: "other", id: `${HOME}/activities/1`, actor: CENTRE },
      });
    },
  );

  test("that creates something of an unknown type is something else too", () => {
    expect(parse({ object: { ...NOTE, type: "ChatMessage" } })).toMatchObject({
      ok: true,
      value: { type: "other", name: "Create" },
    });
  });

  test("that names an object without showing it has to be followed up", () => {
    expect(parse({ object: NOTE["id"] ?? null })).toMatchObject({
      ok: true,
      value: { object: { type: "reference", id: NOTE["id"] } },
    });
    expect(parse({ object: { id: NOTE["id"] ?? null } })).toMatchObject({
      ok: true,
      value: { object: { type: "reference" } },
    });
  });

  test("about several things at once is refused", () => {
    for (const type of ["Create", "Update", "Delete", "Follow", "Accept", "Announce", "Undo"]) {
      expect(parse({ type, object: [`${HOME}/a`, `${HOME}/b`] })).toMatchObject({
        ok: false,
        error: { type: "malformed", field: "object" },
      });
    }
  });

  test("Undo without an id tells what is undone by what it was and what it was about", () => {
    const follow = { type: "Follow", actor: CENTRE, object: { id: `${ELSEWHERE}/users/x`, type: "Person" } };
    expect(parse({ type: "Undo", object: follow })).toMatchObject({
      ok: true,
      value: { object: { type: "Follow", object: `${ELSEWHERE}/users/x` } },
    });
    expect(parse({ type: "Undo", object: { actor: CENTRE } })).toMatchObject({ ok: false, error: { type: "missing" } });
    expect(parse({ type: "Undo", object: "no address" })).toMatchObject({ ok: false, error: { type: "malformed" } });
  });

  test("Offer of anything but an endorsement is let through as that", () => {
    const relationship = {
      type: "Relationship",
      subject: CENTRE,
      object: `${ELSEWHERE}/x`,
      relationship: "https://w3id.org/workers-centres/ns#Alliance",
    };
    for (const object of [relationship, { type: "Note", id: `${HOME}/x` }, `${HOME}/x`]) {
      const read = parse({ type: "Offer", object });
      expect(read).toMatchObject({ ok: true, value: { type: "Offer" } });
      expect(read.ok && read.value.type === "Offer" && read.value.offer).toBeUndefined();
    }
  });

  test("keeps its document: what the object lacks of a context comes from the activity, and nothing else changes", () => {
    const odd: JsonObject = { ...NOTE, extra: { deep: [1.5, null, "\u2028"] }, "https://x.example/ns#y": "z" };
    const read = parse({
      "@context": ["https://www.w3.org/ns/activitystreams", { extra: "https://x.example/extra" }],
      object: odd,
    });
    if (!read.ok || read.value.type !== "Create" || read.value.object.type !== "object") throw new Error("not read");
    const { "@context": context, ...rest } = JSON.parse(read.value.object.stored.document) as JsonObject;
    expect(rest).toEqual(odd);
    expect(context).toEqual(["https://www.w3.org/ns/activitystreams", { extra: "https://x.example/extra" }]);
    expect(read.value.raw["object"]).toEqual(odd);
  });

  test("an object that has a context of its own keeps that, for its proof", () => {
    const object = {
      "@context": "https://www.w3.org/ns/activitystreams",
      ...NOTE,
      proof: { type: "DataIntegrityProof" },
    };
    const read = parse({ "@context": ["https://www.w3.org/ns/activitystreams", "https://x.example"], object });
    expect(read).toMatchObject({
      ok: true,
      value: { object: { hasProof: true, stored: { document: JSON.stringify(object) } } },
    });
  });

  test("numbers that no computer holds are read as nothing", () => {
    const text = activity({}).replace(
      '"content"',
      '"startTime":1e999,"published":-1e999,"x":123456789012345678901234567890,"content"',
    );
    expect(parseActivity(text)).toMatchObject({ ok: true, value: { object: { stored: { text: "Hello" } } } });
  });

  test("keys that mean something to JavaScript mean nothing here", () => {
    const text = `{"__proto__":{"type":"Delete","actor":"${CENTRE}"},"id":"${HOME}/1","constructor":5,"object":"${HOME}/2"}`;
    expect(parseActivity(text)).toMatchObject({ ok: false, error: { type: "missing" } });
    const kept = parseActivity(activity({}).replace('"content"', '"__proto__":{"content":"x"},"content"'));
    expect(kept).toMatchObject({
      ok: true,
      value: {
        object: { stored: { text: "Hello", document: expect.stringContaining('"__proto__":{"content":"x"}') } },
      },
    });
    expect(({} as Record<string, unknown>)["content"]).toBeUndefined();
  });
});
