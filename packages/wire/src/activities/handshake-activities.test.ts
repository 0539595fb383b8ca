import { trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { parseActivity } from "../inbound/parse-activity.ts";
import type { JsonObject } from "../json.ts";
import { ADDRESSES } from "../testing/actors.ts";
import { PUBLIC } from "./activities.ts";
import { endorsementOffer, inviteActivity, offerAnswer, organiserActivity } from "./handshake-activities.ts";

const published = Date.UTC(2026, 10, 22);
const hall = ADDRESSES.centre(trusted.handle("hall"));
const ours = ADDRESSES.campaign(trusted.handle("payup"));
const ally = trusted.actor("https://ally.example/centres/ally");
const theirs = trusted.actor("https://ally.example/campaigns/wages");
const id = ADDRESSES.activity("1");

const read = (activity: JsonObject) => {
  const parsed = parseActivity(JSON.stringify(activity));
  if (!parsed.ok) return parsed.error;
  const { raw: _, ...rest } = parsed.value;
  return rest;
};
const changed = (activity: JsonObject, fields: JsonObject): JsonObject => ({ ...activity, ...fields });

describe("an endorsement", () => {
  const endorsement = ADDRESSES.endorsement("5");

  test("is offered to the campaign, for everybody to see, and reads as that", () => {
    const offer = endorsementOffer({ id, actor: hall, endorsement, campaign: theirs, published });
    expect(offer).toMatchObject({
      type: "Offer",
      to: [theirs],
      cc: [PUBLIC],
      object: {
        type: "Relationship",
        subject: hall,
        relationship: "https://w3id.org/workers-centres/ns#endorses",
        object: theirs,
      },
    });
    const pair = { id: endorsement, subject: hall, object: theirs };
    expect(read(offer)).toEqual({
      type: "Offer",
      id,
      actor: hall,
      offer: { type: "endorsement", ...pair, unnamed: false },
    });
  });

  test("by one who does not want to be named is told to the campaign alone", () => {
    const offer = endorsementOffer({ id, actor: hall, endorsement, campaign: theirs, unnamed: true });
    expect(offer).not.toHaveProperty("cc");
    expect(read(offer)).toMatchObject({ offer: { unnamed: true } });
  });

  test("in somebody else's name is refused", () => {
    const offer = endorsementOffer({ id, actor: hall, endorsement, campaign: theirs });
    const forged = { ...(offer["object"] as JsonObject), subject: ally };
    expect(read(changed(offer, { object: forged }))).toMatchObject({ type: "foreign origin", field: "object.subject" });
  });
});

describe("an invitation", () => {
  const invite = inviteActivity({ id, actor: ours, lead: hall, centre: ally, published });

  test("is the campaign's own, to itself, and names the centre that leads", () => {
    expect(read(invite)).toEqual({ type: "Invite", id, actor: ours, campaign: ours, centre: ally, lead: hall });
  });

  test("to another campaign, led by somebody elsewhere or by nobody, is none", () => {
    expect(read(changed(invite, { object: theirs }))).toMatchObject({ type: "other" });
    expect(read(changed(invite, { attributedTo: ally }))).toMatchObject({ type: "other" });
    const { attributedTo: _, ...nobody } = invite;
    expect(read(nobody)).toMatchObject({ type: "other" });
    const { target: __, ...noTarget } = invite;
    expect(read(noTarget)).toMatchObject({ type: "other" });
  });
});

test.each(["Add", "Remove"] as const)("%s tells of a collection of the actor's own, and of no other", (type) => {
  const organisers = ADDRESSES.organisers(ours);
  const change = organiserActivity({ id, actor: ours, type, centre: ally, organisers, to: [ally], published });
  expect(read(change)).toEqual({ type, id, actor: ours, member: ally, collection: organisers });
  const elsewhere = changed(change, { target: "https://ally.example/campaigns/wages/organisers" });
  expect(read(elsewhere)).toMatchObject({ type: "other", name: type });
});

test.each(["Accept", "Reject"] as const)("%s names what it answers by its id", (type) => {
  const offer = trusted.activity("https://ally.example/activities/9");
  const answer = offerAnswer({ id, actor: hall, type, offer, to: ally });
  expect(answer).toMatchObject({ to: [ally], object: offer });
  expect(read(answer)).toEqual({ type, id, actor: hall, object: offer });
});
