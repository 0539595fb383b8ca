import { asObject, firstLanguage, firstText, languagesOf, translations, trusted, type Texts } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActivity, PUBLIC, updateActivity } from "../activities/activities.ts";
import { actionDocument } from "../campaigns/action-document.ts";
import { campaignDocument } from "../campaigns/campaign-document.ts";
import { openingPostDocument } from "../campaigns/opening-post-document.ts";
import { postDocument } from "../campaigns/post-document.ts";
import { centreDocument } from "../centres/centre-document.ts";
import { nodeDocument } from "../centres/node-document.ts";
import { calendarEventOf } from "../feeds/calendar-event.ts";
import type { JsonObject } from "../json.ts";
import { withProof } from "../proof.ts";
import { ADDRESSES, KEYS, proofKeyOf, SITE } from "../testing/actors.ts";
import { anyActor, anyObject, carrying, PLAIN_ACTIVITIES } from "../testing/documents.ts";
import { anyAction, anyCampaign, anyCentre, anyPost } from "../testing/drafts.ts";
import { parseActivity } from "./parse-activity.ts";
import { campaignObject, parseActor } from "./parse-actor.ts";
import { parseObject, toStoredObject } from "./parse-object.ts";
import { oneLine } from "./safe-text.ts";

const site = SITE;
const centreId = ADDRESSES.centre(trusted.handle("hall"));
const campaignId = ADDRESSES.campaign(trusted.handle("payup"));
const keyIds = (actor: string) => [
  { id: `${actor}#main-key`, owner: actor, algorithm: "RSA", publicKey: KEYS.rsaPublic },
  { id: `${actor}#ed25519-key`, owner: actor, algorithm: "Ed25519", publicKey: KEYS.ed25519Public },
];

function mustRead<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const shown = (texts: Texts): [string, string][] =>
  Object.entries(texts).map(([language, text]) => [language, oneLine(text, 300)]);

describe("what this network's nodes write is read back as the same facts", () => {
  test("a campaign", () => {
    fc.assert(
      fc.property(anyCampaign, anyCentre, (campaign, centre) => {
        const document = campaignDocument({ site, campaign, centre, keys: KEYS });
        const actor = mustRead(parseActor(document));
        const name = oneLine(firstText(campaign.name), 200);
        expect(actor.remote).toMatchObject({
          id: campaign.id,
          type: "Group",
          kind: "Campaign",
          inbox: `${campaign.id}/inbox`,
          outbox: `${campaign.id}/outbox`,
          sharedInbox: "https://hall.example/inbox",
        });
        expect(actor.remote.name).toBe(name === "" ? "payup" : name);
        expect(actor.keys).toEqual(keyIds(campaign.id));
        expect(actor).toMatchObject({ preferredUsername: "payup", published: campaign.published });
        expect(actor.campaign).toMatchObject({
          status: campaign.status,
          starts: campaign.starts,
          ends: campaign.ends,
          regions: campaign.regions,
          sectors: campaign.sectors,
          log: campaign.log.slice(0, 50).map(({ what, at }) => ({ what, at })),
        });
        expect(actor.campaign?.outcome).toBe(campaign.closing?.outcome);
        expect(actor.campaign?.demands.map(({ names }) => shown(names).sort())).toEqual(
          campaign.demands.map((demand) => shown(demand).sort()),
        );
        expect(actor.campaign?.targets.map(({ role }) => role)).toEqual(campaign.targets.map(({ role }) => role));
        expect(actor.campaign?.translations.map(({ language, state }) => ({ language, state }))).toEqual(
          translations(campaign).map(({ language, state }) => ({ language, state })),
        );
        const object = campaignObject(actor, centreId);
        expect(object).toMatchObject({
          id: campaign.id,
          kind: "campaign",
          type: "Group",
          attributedTo: centreId,
          campaign: campaign.id,
          language: firstLanguage(campaign.name),
        });
        expect(object?.document).toBe(JSON.stringify(document));
      }),
    );
  });

  test("a centre and its node", () => {
    fc.assert(
      fc.property(anyCentre, (centre) => {
        const software = { name: "Commonhall", version: "0.1.0" };
        const actor = mustRead(parseActor(centreDocument({ site, centre, keys: KEYS, software })));
        expect(actor).toMatchObject({
          remote: { id: centre.id, type: "Organization" },
          preferredUsername: "hall",
          published: centre.founded,
          keys: keyIds(centre.id),
        });
        expect(actor.campaign).toBeUndefined();
        const node = mustRead(parseActor(nodeDocument({ site, centre, keys: KEYS })));
        expect(node).toMatchObject({
          remote: { id: ADDRESSES.node(), type: "Application" },
          keys: keyIds(ADDRESSES.node()),
        });
      }),
    );
  });

  test("a post, an opening post and an action", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyPost, anyAction, (centre, campaign, post, action) => {
        const read = (document: JsonObject) => mustRead(parseObject(document)).stored;
        const written = { attributedTo: centre.id, campaign: campaignId };
        expect(read(postDocument({ site, post, centre, campaign }))).toMatchObject({
          ...written,
          id: post.id,
          kind: "post",
          type: "Note",
          published: post.published,
          language: firstLanguage(post.text),
        });
        expect(read(postDocument({ site, post, centre }))).not.toHaveProperty("campaign");
        expect(read(openingPostDocument({ site, campaign, centre }))).toMatchObject({
          ...written,
          id: campaign.openingPost,
          kind: "campaign",
          type: "Note",
        });
        expect(read(actionDocument({ site, action, centre, campaign }))).toMatchObject({
          ...written,
          id: action.id,
          kind: "action",
          published: action.published,
        });
      }),
    );
  });

  test("an action as an entry of a follower's calendar", () => {
    fc.assert(
      fc.property(anyCentre, anyCampaign, anyAction, (centre, campaign, action) => {
        const event = calendarEventOf(actionDocument({ site, action, centre, campaign }), {
          sequence: action.sequence,
        });
        const { id, starts, ends, timezone, cancelled, published, sequence } = action;
        expect(event).toMatchObject({ id, starts: starts - (starts % 1000), timezone, cancelled, published, sequence });
        expect(event?.ends).toBe(ends);
      }),
    );
  });

  test("an object within its activity, with a proof and without", () => {
    fc.assert(
      fc.property(anyObject, fc.boolean(), (object, isProven) => {
        const proven = isProven ? withProof(object, proofKeyOf(centreId), 0) : object;
        const published = Date.UTC(2026, 10, 22);
        const about = { id: ADDRESSES.activity("1"), actor: centreId, object: proven, published, to: [PUBLIC], cc: [] };
        for (const activity of object["updated"] === undefined
          ? [createActivity(about)]
          : [createActivity(about), updateActivity(about)]) {
          const told = mustRead(parseActivity(JSON.stringify(activity)));
          if (told.type !== "Create" && told.type !== "Update") throw new Error(told.type);
          const { stored } = mustRead(parseObject(proven));
          expect(told).toMatchObject({ published, object: { type: "object", hasProof: isProven, to: [PUBLIC] } });
          if (told.object.type !== "object") throw new Error(told.object.type);
          expect({ ...told.object.stored, document: "" }).toEqual({ ...stored, document: "" });
          if (isProven) expect(told.object.stored.document).toBe(JSON.stringify(proven));
        }
      }),
    );
  });

  test("every actor, object and activity that there is can be read", () => {
    fc.assert(fc.property(anyActor, (actor) => void mustRead(parseActor(actor))));
    fc.assert(fc.property(anyObject, (object) => void mustRead(parseActivity(JSON.stringify(carrying(object))))));
    const own = PLAIN_ACTIVITIES.filter((activity) => activity["type"] !== "Delete" && activity["type"] !== "Undo");
    for (const activity of own) {
      const read = mustRead(parseActivity(JSON.stringify(activity)));
      expect(read).toMatchObject({ type: activity["type"], id: activity["id"], actor: activity["actor"] });
    }
  });

  test("is stored with the time of arrival where it claims a later one", () => {
    fc.assert(
      fc.property(anyObject, fc.integer({ min: 0, max: Date.UTC(2100, 0) }), (object, received) => {
        const { stored } = mustRead(parseObject(object));
        const kept = toStoredObject(stored, received);
        expect(kept.published).toBeLessThanOrEqual(received);
        expect(kept.updated ?? 0).toBeLessThanOrEqual(received);
        if ((stored.published ?? Number.POSITIVE_INFINITY) <= received) expect(kept.published).toBe(stored.published);
        expect(kept.local).toBe(false);
      }),
    );
  });

  test("languages of a text keep their order, its own first", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const actor = mustRead(parseActor(campaignDocument({ site, campaign, keys: KEYS })));
        expect(languagesOf(actor.campaign?.names ?? {})[0]).toBe(firstLanguage(campaign.name));
        expect(asObject(actor.remote.id)).toBe(asObject(campaign.id));
      }),
    );
  });
});
