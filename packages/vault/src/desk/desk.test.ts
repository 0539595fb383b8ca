import { expect, test } from "vitest";
import { foundWith, deskOf, reported, allCases } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";

test("a report comes to the desk, is answered, and the worker reads the answer with the code", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  expect(await vault.intakes.isOpen()).toBe(false);
  await foundWith(vault);
  expect(await vault.intakes.isOpen()).toBe(true);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana);
  const opened = await ana.cases.open(id);
  expect(opened).toMatchObject({
    ok: true,
    value: { told: [{ texts: { story: "They kept my passport." } }], canReply: true, broken: 0 },
  });
  expect(await ana.cases.verify(id)).toEqual({ ok: true, value: undefined });
  expect(await ana.cases.reply(id, "Come on Sunday.")).toEqual({ ok: true, value: undefined });
  expect(await vault.returnChannel.open(code)).toEqual({ replies: [{ text: "Come on Sunday.", week: "2026-W45" }] });
  expect(hall.alarms).toEqual([]);
  expect((await allCases(ana)).map(({ status }) => status)).toEqual(["open"]);
});
