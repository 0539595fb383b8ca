import { isGathering } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { ADDRESSES, SITE } from "../testing/actors.ts";
import { anyAction, anyCampaign, anyCentre, anyPost } from "../testing/drafts.ts";
import { plainText } from "../text/html.ts";
import { actionAnnouncementDocument } from "./action-announcement-document.ts";
import { actionDocument } from "./action-document.ts";
import { postDocument } from "./post-document.ts";

const site = SITE;
const anyInput = fc.record({ centre: anyCentre, campaign: anyCampaign, action: anyAction });
const contentOf = ({ content }: JsonObject): string => (typeof content === "string" ? content : "");

const momentIn = (value: JsonValue | undefined): number => (typeof value === "string" ? Date.parse(value) : Number.NaN);

describe("an action's document", () => {
  test("is an Event where people gather, else a Note", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const document = actionDocument({ site, ...input });
        expect(document["type"]).toBe(isGathering(input.action.type) ? "Event" : "Note");
        expect(document).toMatchObject({ kind: "CampaignAction", actionType: input.action.type });
      }),
    );
  });

  test("has the times of the place, to the second the moments of the action, and no end where it is open", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { startTime, endTime, timezone } = actionDocument({ site, ...input });
        expect(momentIn(startTime)).toBe(input.action.starts);
        expect(timezone).toBe(input.action.timezone);
        if (input.action.ends === undefined) expect(endTime).toBeUndefined();
        else expect(momentIn(endTime)).toBe(input.action.ends);
      }),
    );
  });

  test("never says who comes: people sign up elsewhere, and at most a number is told", () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), (input, participants) => {
        const without = actionDocument({ site, ...input });
        expect(without).not.toHaveProperty("participantCount");
        const document = actionDocument({ site, ...input, participants });
        expect(document["participantCount"]).toBe(participants);
        if (document["type"] === "Event") {
          expect(document["joinMode"]).toBe("external");
          expect(document["externalParticipationUrl"]).toMatch(/^https?:/);
        }
        expect(Object.keys(document).filter((key) => /attend(?:ee|ing)/i.test(key))).toEqual([]);
      }),
    );
  });

  test("says that it is cancelled, to programs and to people, wherever it is told of", () => {
    fc.assert(
      fc.property(anyInput, ({ centre, campaign, action }) => {
        const texts = { en: Object.values(action.name)[0] ?? "" };
        const input = { centre, campaign, action: { ...action, cancelled: true, name: texts, text: texts } };
        const document = actionDocument({ site, ...input });
        const announcement = actionAnnouncementDocument({ site, ...input });
        const isEvent = document["type"] === "Event";
        expect(document["eventStatus"]).toBe("EventCancelled");
        expect(document["ical:status"]).toBe(isEvent ? "CANCELLED" : undefined);
        if (isEvent) expect(document["name"]).toMatch(/^Cancelled: /);
        else expect(plainText(contentOf(document))).toMatch(/^Cancelled: /);
        expect(plainText(contentOf(announcement))).toMatch(/^Cancelled: /);
        const goingOn = actionDocument({ site, ...input, action: { ...input.action, cancelled: false } });
        expect(goingOn["eventStatus"]).toBe("EventScheduled");
        expect(goingOn["ical:status"]).toBe(isEvent ? "CONFIRMED" : undefined);
        expect(JSON.stringify(goingOn)).not.toContain("Cancelled: ");
      }),
    );
  });

  test("reaches those who follow the campaign alone; what tells of it is announced to them instead", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { centre, campaign, action } = input;
        const followers = [ADDRESSES.followers(centre.id), campaign.id];
        expect(actionDocument({ site, ...input })["cc"]).toEqual([...followers, ADDRESSES.followers(campaign.id)]);
        const announcement = actionAnnouncementDocument({ site, ...input });
        expect(announcement["cc"]).toEqual(followers);
        expect(announcement).toMatchObject({ id: action.announcement, kind: "CampaignPost", about: action.id });
      }),
    );
  });
});

test("a post without regions or sectors has the campaign's, else the centre's", () => {
  fc.assert(
    fc.property(anyCentre, anyCampaign, anyPost, (centre, campaign, post) => {
      const orElse = <T>(...lists: readonly (readonly T[])[]): readonly T[] =>
        lists.find((list) => list.length > 0) ?? [];
      const document = postDocument({ site, post, centre, campaign });
      expect(document["regions"]).toEqual(orElse(post.regions, campaign.regions, centre.regions));
      expect(document["sectors"]).toEqual(orElse(post.sectors, campaign.sectors, centre.sectors));
      expect(postDocument({ site, post, centre })["regions"]).toEqual(orElse(post.regions, centre.regions));
      expect(document).toMatchObject({ audience: campaign.id, context: campaign.id, attributedTo: centre.id });
      expect(postDocument({ site, post, centre })).not.toHaveProperty("context");
      expect(isJsonObject(document["contentMap"])).toBe(true);
    }),
  );
});
