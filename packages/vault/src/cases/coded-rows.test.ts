import { expect, test } from "vitest";
import { eraseCase } from "../erasure/erase-case.ts";
import { sessions } from "../desk/sessions.ts";
import { lockDown } from "../erasure/lock-down.ts";
import { gate } from "../gate.ts";
import { intakes } from "../intake/submit.ts";
import { openBox } from "../keys/boxes.ts";
import { newReceiptCode } from "../receipts/receipt-code.ts";
import { returnChannel } from "../receipts/return-channel.ts";
import { actorIn } from "../testing/light-actor.ts";
import { codeOf } from "../testing/light-desk.ts";
import { lightCore, type LightCore } from "../testing/light-core.ts";
import { FROM_WEB, intakeOf } from "../testing/light-vault.ts";
import { changeCase, decided } from "./change-case.ts";
import { openCoded } from "./coded-rows.ts";

const coding = { kinds: ["wage.unpaid" as const], recruitment: { chain: [], fees: [] } };

/** A coded record, and the row of it as it lies in some backup. */
async function withCoded(core: LightCore, consent: "C1" | "C2") {
  const bo = await actorIn(core, "bo");
  const ports = { core, files: { seal: async () => ({ files: [], chunks: [] }) }, turn: gate(1, 9) };
  const code = codeOf(await intakes(ports).submit(intakeOf({ consents: [consent] }), FROM_WEB));
  const { id } = await core.files.data.db.selectFrom("sealed_case").select("id").executeTakeFirstOrThrow();
  await changeCase(core, bo, id, () => decided({ deed: { type: "verified" }, audited: "verified", status: "open" }));
  await changeCase(core, bo, id, () => decided({ deed: { type: "coded", coding }, audited: "coded" }));
  const copy = await core.files.data.db.selectFrom("coded").selectAll().executeTakeFirstOrThrow();
  // Whoever may propose a release holds the box.
  const box = await openBox(core, bo, "coding");
  const opened = async () => (box === undefined ? undefined : openCoded(core, copy, box));
  expect(await opened()).toMatchObject({ id, consent });
  const channel = returnChannel({ ...ports, codesPerMinute: 999, over: new Map<string, number>() });
  return { id, bo, code: code!, opened, channel };
}

const rows = async (core: LightCore) => (await core.files.data.db.selectFrom("coded").selectAll().execute()).length;
const keys = (core: LightCore) => core.files.keyring.db.selectFrom("erase_key").selectAll().execute();

test("a consent that was taken back with the code is taken back in every copy of the file", async () => {
  await using core = await lightCore();
  const { code, channel, opened } = await withCoded(core, "C2");
  expect(await channel.withdrawConsent(newReceiptCode())).toBe("done");
  expect(await opened()).toBeDefined();
  expect(await channel.withdrawConsent(code)).toBe("done");
  expect(await rows(core)).toBe(0);
  expect(await opened()).toBeUndefined();
  expect(await keys(core)).toHaveLength(1);
});

test("that works after the panic lock, too", async () => {
  await using core = await lightCore();
  const { code, channel } = await withCoded(core, "C2");
  await lockDown(core, sessions(core.clock), "bo");
  expect(await channel.withdrawConsent(code)).toBe("done");
  expect(await rows(core)).toBe(0);
});

test("so is one that a caseworker writes down, and what comes of a later one is another record", async () => {
  await using core = await lightCore();
  const { id, bo, opened } = await withCoded(core, "C2");
  const consent = async (level: "C0" | "C1") =>
    changeCase(core, bo, id, ({ state }) => {
      const { language } = state.report!;
      const asked = { level, language, how: "phone" as const, teachBack: true };
      return decided({ deed: { type: "consent", consent: asked }, audited: "recorded consent" });
    });
  await consent("C0");
  expect(await opened()).toBeUndefined();
  await consent("C1");
  expect(await rows(core)).toBe(1);
  expect(await opened()).toBeUndefined();
});

test.each([
  ["C1", "coded record that was agreed to", false],
  ["C2", "coded record that was agreed to", true],
  ["C2", "nothing", false],
] as const)("of a case with %s that is erased keeping %s a copy opens: %s", async (level, keep, opens) => {
  await using core = await lightCore();
  const { id, opened } = await withCoded(core, level);
  await eraseCase(core, id, keep, async () => {});
  expect((await opened()) !== undefined).toBe(opens);
  expect(await rows(core)).toBe(opens ? 1 : 0);
  expect(await keys(core)).toHaveLength(opens ? 1 : 0);
});
