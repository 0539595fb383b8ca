import { DAY, type Releasable } from "@commonhall/domain";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cosign } from "../seal/signing.ts";
import {
  coreOf,
  DAY_OF_RELEASE,
  made,
  officerIn,
  type ReleaseHall,
  releaseHall,
  signAll,
} from "../testing/release-hall.ts";
import { addSignature, releasePayload } from "./release-payload.ts";

let hall: ReleaseHall;
let good: Releasable;
let others: readonly Releasable[];

beforeAll(async () => {
  hall = await releaseHall();
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  hall.clock.set(DAY_OF_RELEASE);
  const [first, ...rest] = await hall.vault.outlet.offered();
  [good, others] = [first!, rest];
});
afterAll(() => hall[Symbol.asyncDispose]());

const stands = (changes: Partial<Pick<Releasable, "payload" | "approval">>) =>
  hall.vault.approvals.areTwo({ ...good, ...changes });

interface Jws {
  readonly payload: string;
  readonly signatures: readonly Readonly<Record<string, unknown>>[];
}
const jws = (): Jws => JSON.parse(good.approval);
const withSignatures = (...signatures: Jws["signatures"]): string => JSON.stringify({ ...jws(), signatures });

test("two signatures stand", async () => {
  expect(await stands({})).toBe(true);
  for (const one of others) expect(await hall.vault.approvals.areTwo(one)).toBe(true);
});

test("an altered byte anywhere is noticed", async () => {
  const change = (text: string, at: number, by: number) =>
    text.slice(0, at % text.length) +
    String.fromCharCode((text.charCodeAt(at % text.length) ^ by) & 0x7f) +
    text.slice((at % text.length) + 1);
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 127 }), fc.boolean(), async (at, by, isPayload) => {
      const name = isPayload ? "payload" : "approval";
      const altered = change(good[name], at, by);
      // What is written otherwise and read the same is no other signature: JSON lets spaces stand between its parts.
      fc.pre(isPayload || JSON.stringify(lenient(altered)) !== good.approval);
      expect(await stands({ [name]: altered })).toBe(false);
    }),
    { numRuns: 300 },
  );
});

const lenient = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

test("one alone, one twice, three, and the wrong way round are not two", async () => {
  const [first = {}, second = {}] = jws().signatures;
  for (const signatures of [
    [],
    [first],
    [second],
    [first, first],
    [second, second],
    [second, first],
    [first, second, second],
    [first, first, second],
    [{ ...first, header: { kid: "ari" } }, second],
  ]) {
    expect([signatures.length, await stands({ approval: withSignatures(...signatures) })]).toEqual([
      signatures.length,
      false,
    ]);
  }
});

test("signatures of one thing are none of another: another group, another day, a withdrawal", async () => {
  for (const one of others) {
    expect(await stands({ approval: one.approval })).toBe(false);
    expect(await stands({ payload: one.payload })).toBe(false);
  }
  const said = JSON.parse(good.payload);
  const later = releasePayload(said.release, Date.UTC(2027, 4, 4, 9), said.policy);
  expect(await stands({ payload: later })).toBe(false);
  const moved = { ...jws(), payload: Buffer.from(later).toString("base64url") };
  expect(await stands({ payload: later, approval: JSON.stringify(moved) })).toBe(false);
});

test("whoever has one key cannot sign for two, in whatever name", async () => {
  await using core = await coreOf(hall.folder, hall.clock);
  for (const id of ["pia", "ari", "two", "ana", "dina"]) {
    const { signer } = await officerIn(core, id);
    for (const first of ["pia", "ari", "two", id]) {
      for (const second of ["ari", "pia", "two", id]) {
        const forged = await cosign(good.payload, "release", [
          { ...signer, id: first },
          { ...signer, id: second },
        ]);
        expect(await stands({ approval: JSON.stringify(forged) })).toBe(false);
      }
    }
    const alone = await addSignature(good.payload, null, signer);
    expect(await stands({ approval: alone })).toBe(false);
    expect(await stands({ approval: await addSignature(good.payload, alone, signer) })).toBe(false);
  }
});

test("two who may sign cannot stand for parts that they do not have", async () => {
  await using core = await coreOf(hall.folder, hall.clock);
  const pairs = [
    ["ana", "ari"],
    ["pia", "ana"],
    ["ari", "pia"],
    ["pia", "dina"],
    ["ana", "dina"],
    ["pia", "pia"],
  ] as const;
  for (const [first, second] of pairs) {
    const one = await addSignature(good.payload, null, (await officerIn(core, first)).signer);
    const both = await addSignature(good.payload, one, (await officerIn(core, second)).signer);
    expect([first, second, await stands({ approval: both })]).toEqual([first, second, false]);
  }
  const one = await addSignature(good.payload, null, (await officerIn(core, "two")).signer);
  const both = await addSignature(good.payload, one, (await officerIn(core, "ari")).signer);
  expect(await stands({ approval: both })).toBe(true);
});

test.each([
  ["no release day", { published: DAY_OF_RELEASE + DAY }],
  ["another hour", { published: DAY_OF_RELEASE + 1 }],
  ["a field more", { note: "x" }],
  ["two ids", { id: "5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11" }],
])("what nobody should sign is signed by nobody: %s", async (_, change) => {
  await using core = await coreOf(hall.folder, hall.clock);
  const said = { ...JSON.parse(good.payload), ...change };
  const payload = JSON.stringify(Object.fromEntries(Object.entries(said).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  await expect(addSignature(payload, null, (await officerIn(core, "pia")).signer)).rejects.toThrow("Not what");
  const signers = [(await officerIn(core, "pia")).signer, (await officerIn(core, "ari")).signer];
  const approval = JSON.stringify(await cosign(payload, "release", signers));
  expect(await hall.vault.approvals.areTwo({ payload, approval })).toBe(false);
});
