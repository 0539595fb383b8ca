import { expect, test } from "vitest";
import { allCases, deskOf, foundWith } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { newReceiptCode } from "../receipts/receipt-code.ts";

test("two make codes at once, twenty wait, and who comes beyond is asked to come again; nobody else is", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const wanted = Array.from({ length: 60 }, () => vault.intakes.submit(intakeOf(), FROM_WEB));
  const without = Array.from({ length: 30 }, () => vault.intakes.submit(intakeOf(), { ...FROM_WEB, code: "none" }));
  const looked = vault.returnChannel.open(newReceiptCode());
  const settled = await Promise.all(wanted);
  const kept = settled.filter((one) => one !== "busy").length;
  expect(kept).toBeGreaterThanOrEqual(22);
  expect(settled.filter((one) => one === "busy").length).toBe(60 - kept);
  expect(kept).toBeLessThan(60);
  expect((await Promise.all(without)).filter((one) => one === "busy")).toEqual([]);
  expect(await looked).toEqual({ replies: [] });
  expect(await vault.intakes.submit(intakeOf(), FROM_WEB)).toMatchObject({ code: expect.stringMatching(/^\d{20}$/) });
  // Nothing of those that were sent away is there.
  expect(await allCases(await deskOf(vault, "ana"))).toHaveLength(kept + 31);
});

test("a disk that is nearly full is told at the desk and in the log, and turns nobody away", async () => {
  let free = 1024 ** 3;
  await using hall = await lightVault({ freeBytes: async () => free });
  const { vault, alarms } = hall;
  await foundWith(vault);
  await vault.sweep();
  expect([(await vault.door.state()).diskLeft, alarms]).toEqual([undefined, []]);
  free = 300.5 * 1024 ** 2;
  await vault.sweep();
  expect([(await vault.door.state()).diskLeft, alarms]).toEqual([300, ["disk nearly full"]]);
  free = 0;
  expect((await vault.door.state()).diskLeft).toBe(0);
  expect(await vault.intakes.submit(intakeOf(), FROM_WEB)).not.toBe("busy");
});

test("where the system does not say how much is left, nothing is said", async () => {
  await using hall = await lightVault({ freeBytes: () => Promise.reject(new Error("ENOSYS")) });
  await foundWith(hall.vault);
  expect((await hall.vault.door.state()).diskLeft).toBeUndefined();
  await using real = await lightVault();
  expect(await real.vault.door.state()).toMatchObject({ founded: false });
});
