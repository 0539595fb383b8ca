import { trusted, type Audience } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PUBLIC } from "../activities/activities.ts";
import { postDocument } from "../campaigns/post-document.ts";
import { parseObject } from "../inbound/parse-object.ts";
import { ADDRESSES, SITE } from "../testing/actors.ts";
import { anyCampaign, anyCentre, anyPost } from "../testing/drafts.ts";

const [ana, bo] = ["ana", "bo"].map((name) => trusted.actor(`https://${name}.example/centres/${name}`));
const LIMITED: readonly Audience[] = [
  { type: "allies" },
  { type: "alliance", alliance: trusted.object("https://ana.example/alliances/1") },
  { type: "named", actors: [ana, bo].filter((one) => one !== undefined) },
];
const anyLimited = fc.record({
  centre: anyCentre,
  campaign: anyCampaign,
  post: anyPost,
  audience: fc.constantFrom(...LIMITED),
});

describe("a post that is not for everybody", () => {
  test("says for whom it is by one address, and names none of them", () => {
    fc.assert(
      fc.property(anyLimited, ({ centre, campaign, post, audience }) => {
        const document = postDocument({ site: SITE, post: { ...post, audience }, centre, campaign });
        const to = {
          allies: ADDRESSES.allies(centre.id),
          alliance: "https://ana.example/alliances/1",
          named: `${post.id}/audience`,
        };
        expect(document["to"]).toEqual([to[audience.type as keyof typeof to]]);
        for (const field of ["cc", "audience"]) expect(document).not.toHaveProperty(field);
        if (audience.type === "named") {
          for (const reader of audience.actors) expect(JSON.stringify(document["to"])).not.toContain(reader);
        }
        expect(document["context"]).toBe(campaign.id);
        expect(document["interactionPolicy"]).toEqual({ canAnnounce: { automaticApproval: [centre.id] } });
      }),
    );
  });

  test("is limited for whoever gets it, as one for everybody is public", () => {
    fc.assert(
      fc.property(anyLimited, ({ centre, campaign, post, audience }) => {
        for (const one of [audience, { type: "public" } as const, undefined]) {
          const said = one === undefined ? post : { ...post, audience: one };
          const read = parseObject(postDocument({ site: SITE, post: said, centre, campaign }));
          const expected = one === audience ? "limited" : "public";
          expect(read.ok && [read.value.stored.reach, read.value.to.includes(PUBLIC)]).toEqual([
            expected,
            expected === "public",
          ]);
        }
      }),
    );
  });
});
