import { createPublicKey } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  parseActivity,
  parseActor,
  parseObject,
  pemFromMultikey,
  verificationMethodOf,
  verifyProof,
} from "@commonhall/wire";
import { isJsonObject, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { ACCEPTED } from "./wire-fixtures/accepted.ts";
import { FOLDERS, fixtures } from "./wire-fixtures/make.ts";
import { REFUSED } from "./wire-fixtures/refused.ts";

const FOLDER = fileURLToPath(new URL("wire-fixtures/", import.meta.url));
const onDisk = (file: string): string => readFileSync(`${FOLDER}${file}`, "utf8");
const documentIn = (file: string): JsonObject => {
  const value: unknown = JSON.parse(onDisk(file));
  if (!isJsonObject(value)) throw new Error(`${file} is no object`);
  return value;
};

/** As another program would: from the files alone. */
function hasValidProof(document: JsonObject): boolean {
  const keys = documentIn("keys.json");
  const key = keys[verificationMethodOf(document) ?? ""];
  const multikey = isJsonObject(key) ? key["publicKeyMultibase"] : undefined;
  const pem = typeof multikey === "string" ? pemFromMultikey(multikey) : undefined;
  return pem !== undefined && verifyProof(document, createPublicKey(pem));
}

function read(file: string): { readonly ok: boolean; readonly error?: unknown } {
  if (file.startsWith("actors/")) return parseActor(documentIn(file));
  return file.startsWith("objects/") ? parseObject(documentIn(file)) : parseActivity(onDisk(file));
}

describe("the fixtures for other programs", () => {
  test("are byte for byte what the builders give today, and all of it", () => {
    const written = fixtures();
    for (const [file, text] of written) expect([file, onDisk(file)]).toEqual([file, text]);
    const there = FOLDERS.flatMap((folder) => readdirSync(`${FOLDER}${folder}`).map((name) => `${folder}/${name}`));
    expect(there.toSorted()).toEqual([...written.keys()].filter((file) => file.includes("/")).toSorted());
    expect(ACCEPTED.length).toBeGreaterThan(25);
    expect(REFUSED.length).toBeGreaterThan(15);
  });

  test.each(ACCEPTED)("$file is read, and its proofs hold", ({ file }) => {
    expect(read(file)).toMatchObject({ ok: true });
    const document = documentIn(file);
    const carried = isJsonObject(document["object"]) ? [document["object"]] : [];
    const signed = [document, ...carried].filter((one) => one["proof"] !== undefined);
    for (const one of signed) expect(hasValidProof(one)).toBe(true);
    if (/^(?:actors|objects)\//.test(file) || /(?:create|update)-/.test(file)) expect(signed).not.toEqual([]);
    if (/(?:create|update)-/.test(file)) expect(signed).toHaveLength(2);
  });

  test.each(REFUSED)("$file is refused for its own reason", ({ file, refusal }) => {
    if (refusal.type === "proof") {
      expect(parseObject(documentIn(file)).ok).toBe(true);
      expect(hasValidProof(documentIn(file))).toBe(false);
    } else if (refusal.type === "release") {
      const activity = parseActivity(onDisk(file));
      const object = activity.ok && activity.value.type === "Create" ? activity.value.object : undefined;
      expect(object?.type === "object" && object.release).toMatchObject({ ok: false });
    } else {
      expect(parseActivity(onDisk(file))).toMatchObject({ ok: false, error: refusal });
    }
  });
});
