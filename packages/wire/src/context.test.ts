import { expect, test } from "vitest";
import { contextFor } from "./context.ts";
import type { JsonValue } from "./json.ts";
import { TERMS } from "./terms.ts";

const AS2 = "https://www.w3.org/ns/activitystreams";
const PROOFS = "https://w3id.org/security/data-integrity/v1";
const inlineOf = (context: readonly JsonValue[]): string[] =>
  context.flatMap((entry) => (typeof entry === "object" && entry !== null ? Object.keys(entry) : []));

test("a document without terms of ours names two contexts that everybody has", () => {
  expect(contextFor({ id: "https://hall.example/1", type: "Follow", object: "https://ally.example/2" })).toEqual([
    AS2,
    PROOFS,
  ]);
});

test("only the terms that it uses are there, with what they build on, in the order of the table", () => {
  const context = contextFor({ type: "Note", campaignStatus: "running", kind: "Campaign", regions: ["LB"] });
  expect(inlineOf(context)).toEqual(["wcn", "rdf", "kind", "Campaign", "regions", "campaignStatus", "running"]);
  expect(Object.keys(TERMS).filter((term) => inlineOf(context).includes(term))).toEqual(inlineOf(context));
});

test("a word is a term only where a term is expected", () => {
  expect(inlineOf(contextFor({ type: "Note", content: "running" }))).toEqual([]);
  expect(inlineOf(contextFor({ type: "Note", nameMap: { at: "Indonesia" }, headingMap: { at: "x" } }))).toEqual([
    "wcn",
    "headingMap",
  ]);
});

test("a key with a prefix needs the prefix", () => {
  expect(inlineOf(contextFor({ type: "Event", "ical:status": "CONFIRMED" }))).toEqual(["ical"]);
});

test("an embedded object that has a context explains itself", () => {
  const object = { "@context": [AS2], type: "Note", regions: ["LB"] };
  expect(contextFor({ type: "Create", object })).toEqual([AS2, PROOFS]);
  expect(inlineOf(contextFor({ type: "Create", object: { type: "Note", regions: ["LB"] } }))).toEqual([
    "wcn",
    "regions",
  ]);
});

test("no term stands for what another stands for, but for those that say the same of one and of many", () => {
  const iris = Object.values(TERMS).map((term) => (typeof term === "string" ? term : JSON.stringify(term)));
  expect(new Set(iris).size).toBe(iris.length);
});
