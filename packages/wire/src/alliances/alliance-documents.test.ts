import { firstCharter, trusted } from "@commonhall/domain";
import { someTerms } from "@commonhall/domain/testing";
import { describe, expect, test } from "vitest";
import { parseActivity } from "../inbound/parse-activity.ts";
import type { JsonObject } from "../json.ts";
import { bare, HOME, KEYED } from "../testing/charters.ts";
import {
  digestOfSigners,
  replicaAddress,
  replicaDocument,
  statementAddress,
  statementDocument,
  statementOffer,
  type ShownStatement,
} from "./alliance-documents.ts";
import { charterPayload, versionFromCharter } from "./charter-payload.ts";
import { readReplica, statementIn } from "./read-alliance-documents.ts";
import { statementText } from "./sign-statement.ts";

const by = trusted.actor(`${HOME}/centres/hall`);
const to = [trusted.actor("https://c1.example/centres/hall")];
const { charter, alliance, hash } = versionFromCharter(firstCharter(someTerms(KEYED.map(bare)), HOME));
const replica = replicaAddress(`${by}/alliances`, hash);
const statement: ShownStatement = {
  id: statementAddress(replica, hash),
  by,
  alliance,
  charter,
  type: "charter",
  text: statementText(charterPayload(charter), []),
};
const offer = statementOffer({ id: trusted.activity(`${HOME}/activities/1`), actor: by, to, statement });
const objectOf = (activity: JsonObject): JsonObject => activity["object"] as JsonObject;

describe("a statement that is offered", () => {
  test("is a Note with words for whoever knows nothing of alliances, for its addressees alone and without a proof", () => {
    expect(objectOf(offer)).toMatchObject({ type: "Note", kind: "Alliance", attributedTo: by, context: alliance, to });
    expect(objectOf(offer)["content"]).toContain("Domestic workers of the harbour cities");
    expect(offer["to"]).toEqual(to);
    const text = JSON.stringify(offer);
    expect([text.includes("proof"), text.includes("#Public")]).toEqual([false, false]);
  });

  test("is read to the letter", () => {
    const read = parseActivity(JSON.stringify(offer));
    expect(read).toMatchObject({
      ok: true,
      value: { type: "Offer", actor: by, offer: { type: "statement", text: statement.text } },
    });
    const shown = statementIn(statementDocument(statement));
    expect(shown).toEqual({ ok: true, value: statement.text });
    const leave = statementIn(statementDocument({ ...statement, type: "leave" }));
    expect(leave).toEqual({ ok: true, value: statement.text });
  });

  test("is refused without its text, and where that is too long; what is of another kind is none", () => {
    const asked = (change: JsonObject) => statementIn({ ...objectOf(offer), ...change });
    expect(asked({ charter: null })).toMatchObject({ ok: false, error: { type: "missing", field: "charter" } });
    expect(asked({ charter: "x".repeat(200_001) })).toMatchObject({ ok: false, error: { type: "malformed" } });
    expect(asked({ kind: "CampaignPost" })).toEqual({ ok: true, value: undefined });
  });

  test("stays below what a document may have, with two hundred members who have all signed", () => {
    const members = Array.from({ length: 200 }, (_, n) => ({
      id: trusted.actor(`https://a-workers-centre-${n}.example.org/centres/hall-of-workers-${n}`),
      key: trusted.multikey(`z6Mk${n.toString().padStart(44, "1")}`),
    }));
    const big = firstCharter(someTerms(members.toSorted((a, b) => (a.id < b.id ? -1 : 1))), HOME);
    const signature = { protected: "x".repeat(152), signature: "x".repeat(86) };
    const text = statementText(
      charterPayload(big),
      members.map(() => signature),
    );
    const document = statementOffer({
      id: trusted.activity(`${HOME}/activities/1`),
      actor: by,
      to: [],
      statement: { ...statement, charter: big, text },
    });
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(100_000);
  });
});

describe("what a member shows others of an alliance", () => {
  const signers = KEYED.map(({ key }) => key);
  const entries = [
    { hash, signers },
    { hash: trusted.charter("f".repeat(64)), signers: undefined },
  ];
  const document = replicaDocument({ id: replica, by, alliance, entries });

  test("names each statement, and says in short whose signatures are known", () => {
    expect(readReplica(document)).toEqual([
      { hash, signers: digestOfSigners(signers.toReversed()) },
      { hash: "f".repeat(64), signers: undefined },
    ]);
    expect(digestOfSigners(signers.slice(1))).not.toBe(digestOfSigners(signers));
  });

  test("is read as far as it can be", () => {
    for (const items of [null, "x", [null, 1, "x", {}, { id: 5 }, { id: "https://c0.example/zz" }]]) {
      expect(readReplica({ ...document, items })).toEqual([]);
    }
  });
});
