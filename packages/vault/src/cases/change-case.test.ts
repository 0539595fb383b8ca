import { expect, test } from "vitest";
import { eraseCase, finishErasing } from "../erasure/erase-case.ts";
import { gate } from "../gate.ts";
import { intakes } from "../intake/submit.ts";
import { returnChannel } from "../receipts/return-channel.ts";
import { actorIn } from "../testing/light-actor.ts";
import { codeOf } from "../testing/light-desk.ts";
import { lightCore, type LightCore } from "../testing/light-core.ts";
import { FROM_WEB, intakeOf } from "../testing/light-vault.ts";
import { after, NOTHING, stateOf } from "./case-state.ts";
import { changeCase, decided } from "./change-case.ts";
import { newId } from "../ids.ts";
import type { Entry } from "./entries.ts";
import { openCase } from "./opened-case.ts";

const noFiles = { seal: async () => ({ files: [], chunks: [] }) };

async function withReport(core: LightCore) {
  const ports = { core, files: noFiles, turn: gate(1, 9), codesPerMinute: 999, over: new Map<string, number>() };
  const code = codeOf(await intakes(ports).submit(intakeOf({ consents: ["C2"] }), FROM_WEB));
  const { id } = await core.files.data.db.selectFrom("sealed_case").select("id").executeTakeFirstOrThrow();
  return { id, code: code!, channel: returnChannel(ports) };
}

const countOf = async (core: LightCore, table: "coded" | "entry") =>
  (await core.files.data.db.selectFrom(table).selectAll().execute()).length;

test("a withdrawal that comes while somebody codes is never overlooked", async () => {
  await using core = await lightCore();
  const ana = await actorIn(core, "ana");
  const { id, code, channel } = await withReport(core);
  await changeCase(core, ana, id, () => decided({ deed: { type: "verified" }, audited: "verified", status: "open" }));
  let turns = 0;
  const coding = { kinds: ["wage.unpaid" as const], recruitment: { chain: [], fees: [] } };
  const done = await changeCase(core, ana, id, async () => {
    if (++turns === 1) await channel.withdrawConsent(code);
    return decided({ deed: { type: "coded", coding }, audited: "coded" });
  });
  expect(done.ok).toBe(true);
  expect(turns).toBe(2);
  expect(await countOf(core, "coded")).toBe(0);
  expect(await countOf(core, "entry")).toBe(4);
});

test("a program that ends while it erases leaves rows that nobody opens, and takes them away later", async () => {
  await using core = await lightCore();
  const ana = await actorIn(core, "ana");
  const { id } = await withReport(core);
  const ended = eraseCase(core, id, "nothing", async () => {
    throw new Error("the power is gone");
  });
  await expect(ended).rejects.toThrow("the power");
  expect(await countOf(core, "entry")).toBe(1);
  expect((await openCase(core, ana, id)).ok).toBe(false);
  expect(await core.files.keyring.db.selectFrom("erase_key").selectAll().execute()).toEqual([]);
  await finishErasing(core);
  expect(await countOf(core, "entry")).toBe(0);
});

test("whoever asked for a hold is never the second, whatever an entry says", () => {
  const hold: Entry = {
    id: newId(),
    n: 0,
    at: 1,
    by: "ana",
    deed: { type: "hold", reason: "Court", until: "2027-01-01" as never },
  };
  const agreed = (by: string): Entry => ({
    id: newId(),
    n: 1,
    at: 2,
    by,
    deed: { type: "hold agreed", hold: hold.id },
  });
  const asked = after(NOTHING, hold);
  expect(after(asked, agreed("ana")).hold?.second).toBeUndefined();
  expect(after(asked, agreed("bo")).hold?.second).toBe("bo");
  expect(stateOf([agreed("bo"), hold]).hold?.second).toBeUndefined();
});
