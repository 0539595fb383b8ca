import { closeByCalendar, renew, trusted, type Campaign } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../json.ts";
import { ADDRESSES, KEYS, SITE } from "../testing/actors.ts";
import { anyCampaign, anyCentre } from "../testing/drafts.ts";
import { campaignDocument } from "./campaign-document.ts";

const documentOf = (campaign: Campaign): JsonObject => campaignDocument({ site: SITE, campaign, keys: KEYS });
const rowsOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
const AT = Date.UTC(2026, 10, 22, 9);

describe("a campaign's document", () => {
  test("lists its demands in order, each with an id of its own and all of its languages", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const demands = rowsOf(documentOf(campaign)["demands"]);
        expect(demands.map(({ id }) => id)).toEqual(
          campaign.demands.map((_, index) => `${campaign.id}#demand-${index + 1}`),
        );
        for (const [index, demand] of demands.entries()) {
          const { name, nameMap } = demand;
          expect(nameMap).toEqual(campaign.demands[index]);
          expect(Object.values(isJsonObject(nameMap) ? nameMap : {})[0]).toBe(name);
        }
      }),
    );
  });

  test("names the language of its name first in every text that has it", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const document = documentOf(campaign);
        const [original] = Object.keys(campaign.name);
        for (const field of ["nameMap", "summaryMap"]) {
          expect(Object.keys(isJsonObject(document[field]) ? document[field] : {})[0]).toBe(original);
        }
        expect(Object.values(isJsonObject(document["summaryMap"]) ? document["summaryMap"] : {})[0]).toBe(
          document["summary"],
        );
      }),
    );
  });

  test("keeps every field of a target that OSDI has, and no address that leads nowhere", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const targets = rowsOf(documentOf(campaign)["targets"]);
        for (const [index, { url, ...target }] of campaign.targets.entries()) {
          expect(targets[index]).toMatchObject(target);
          expect(targets[index]?.["url"] ?? "https:").toMatch(/^https?:/);
          if (url?.startsWith("https://") === true) expect(targets[index]).toHaveProperty("url");
        }
      }),
    );
  });

  test("says for every language how far it is and who translated it (row C6)", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const states = rowsOf(documentOf(campaign)["translations"]);
        expect(states[0]).toMatchObject({ language: Object.keys(campaign.name)[0], translationState: "original" });
        for (const [language, translator] of Object.entries(campaign.translators)) {
          const state = states.find((one) => one["language"] === language);
          if (state !== undefined) expect(state["translator"]).toBe(translator);
        }
      }),
    );
  });

  test("tells what happened and when, and never who did it (row C7)", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const renewed = renew({ ...campaign, status: "running" }, "amal", AT);
        if (!renewed.ok) throw new Error("Not renewed");
        const document = documentOf(renewed.value);
        expect(rowsOf(document["log"]).at(-1)).toEqual({ change: "renewed", at: "2026-11-22T09:00:00Z" });
        expect(document["updated"]).toBe("2026-11-22T09:00:00Z");
        expect(document["endTime"]).toBe(`${renewed.value.ends}T23:59:59Z`);
        expect(JSON.stringify(document)).not.toMatch(/"amal"|"somebody"/);
      }),
    );
  });

  test("has an outcome once it is closed and not before, and what changed where somebody said it (row C8)", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        const { closing, status } = campaign;
        const document = documentOf(campaign);
        expect(document["campaignStatus"]).toBe(status);
        expect(document["outcome"]).toBe(closing?.outcome);
        expect(document["closingText"] ?? "").toBe(closing?.changed ?? "");
        expect("workersTold" in document).toBe((closing?.changed ?? "") !== "");
      }),
    );
    fc.assert(
      fc.property(anyCampaign, ({ closing: _, ...campaign }) => {
        const closed = closeByCalendar({ ...campaign, status: "running" }, AT);
        if (!closed.ok) throw new Error("Not closed");
        const document = documentOf(closed.value);
        expect(document).toMatchObject({ campaignStatus: "closed", outcome: "unknown" });
        expect(document).not.toHaveProperty("workersTold");
        expect(rowsOf(document["log"]).at(-1)).toMatchObject({ change: "closedByCalendar" });
      }),
    );
  });

  test("repeats the facts as rows, which is all that Mastodon shows: at most fifty", () => {
    const english = trusted.handle("payup");
    fc.assert(
      fc.property(anyCampaign, anyCentre, (campaign, centre) => {
        const many = { ...campaign, handle: english, demands: Array.from({ length: 60 }, () => campaign.name) };
        expect(rowsOf(campaignDocument({ site: SITE, campaign: many, keys: KEYS, centre })["attachment"])).toHaveLength(
          50,
        );
        const rows = rowsOf(campaignDocument({ site: SITE, campaign, keys: KEYS, centre })["attachment"]);
        const values = rows.map(({ value }) => (typeof value === "string" ? value : "")).join(" ");
        expect(rows.every((row) => row["type"] === "PropertyValue")).toBe(true);
        expect(rows.length).toBeGreaterThanOrEqual(campaign.demands.length + campaign.targets.length + 2);
        expect(values).toContain(`href="${centre.id}"`);
        expect(values).not.toMatch(/<(?!\/?a[ >])/);
      }),
      { numRuns: 30 },
    );
  });

  test("is an actor that others find by handle, follow, read back and check", () => {
    fc.assert(
      fc.property(anyCampaign, (campaign) => {
        expect(documentOf(campaign)).toMatchObject({
          type: "Group",
          kind: "Campaign",
          preferredUsername: "payup",
          webfinger: "payup@hall.example",
          url: campaign.id,
          inbox: `${campaign.id}/inbox`,
          outbox: `${campaign.id}/outbox`,
          followers: ADDRESSES.followers(campaign.id),
          attributedTo: `${campaign.id}/organisers`,
          endpoints: { sharedInbox: "https://hall.example/inbox" },
          publicKey: { id: `${campaign.id}#main-key`, owner: campaign.id, publicKeyPem: KEYS.rsaPublic },
          assertionMethod: [{ id: `${campaign.id}#ed25519-key`, type: "Multikey", controller: campaign.id }],
        });
      }),
    );
  });
});
