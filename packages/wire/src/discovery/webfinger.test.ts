import { trusted } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { actorJrd, nodeJrd, parseJrd } from "./webfinger.ts";

const actor = trusted.actor("https://hall.example/centres/centro");

describe("WebFinger", () => {
  test("what we answer is read back as the actor and its name", () => {
    const jrd = actorJrd({ subject: "acct:centro@hall.example", actor, page: "https://hall.example/" });
    expect(parseJrd(jrd)).toEqual({
      ok: true,
      value: { actor, subject: { username: "centro", host: "hall.example" } },
    });
    expect(jrd["aliases"]).toEqual([actor]);
  });

  test("the origin answers with the node's actor (FEP-d556)", () => {
    const jrd = nodeJrd({ origin: "https://hall.example", handleHost: "hall.example" });
    expect(jrd["subject"]).toBe("https://hall.example/");
    expect(jrd["links"]).toContainEqual({
      rel: "https://www.w3.org/ns/activitystreams#Service",
      type: "application/activity+json",
      href: "https://hall.example/actor",
      properties: { "https://www.w3.org/ns/activitystreams#type": "https://www.w3.org/ns/activitystreams#Application" },
    });
    expect(parseJrd(jrd)).toEqual({ ok: true, value: { actor: "https://hall.example/actor" } });
  });

  test("among several links the self link of an ActivityStreams type counts", () => {
    const jrd: JsonObject = {
      subject: "acct:ana@social.example",
      links: [
        { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: "https://social.example/@ana" },
        { rel: "self", type: "text/html", href: "https://social.example/page" },
        { rel: "http://ostatus.org/schema/1.0/subscribe", template: "https://social.example/authorize?uri={uri}" },
        null,
        { rel: "alternate", type: "application/activity+json", href: "https://social.example/other" },
        {
          rel: "self",
          type: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
          href: "https://social.example/users/ana",
        },
      ],
    };
    expect(parseJrd(jrd)).toMatchObject({ ok: true, value: { actor: "https://social.example/users/ana" } });
  });

  test.each([
    [{}],
    [{ links: "x" }],
    [{ links: [{ rel: "self", type: "application/activity+json", href: "javascript:alert(1)" }] }],
    [{ subject: 5, links: [[]] }],
  ])("without such a link it is refused: %j", (jrd) => {
    expect(parseJrd(jrd as JsonObject)).toMatchObject({ ok: false, error: { type: "missing", field: "links" } });
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (json) => void parseJrd(json as JsonObject)));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (subject, links) => void parseJrd({ subject, links } as JsonObject)),
    );
  });
});
