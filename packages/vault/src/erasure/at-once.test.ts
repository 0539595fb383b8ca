import { expect, test } from "vitest";
import { deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { ENGLISH, FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";

const failures = (settled: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));

test("reports that come while something is erased, withdrawn, swept or locked disturb none of it, nor are they disturbed", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const cases = [];
  for (let n = 0; n < 6; n++) cases.push(await reported(vault, ana, { consents: ["C2"] }));
  const settled = await Promise.allSettled([
    ...cases.flatMap(({ id, code }, n) => [
      vault.intakes.submit(intakeOf(), FROM_WEB),
      n % 2 === 0 ? ana.cases.erase(id) : vault.returnChannel.withdrawConsent(code),
      vault.returnChannel.add(code, { language: ENGLISH, text: "More.", files: [] }),
      n % 3 === 0 ? vault.sweep() : ana.cases.note(id, "A note."),
    ]),
  ]);
  expect(failures(settled)).toEqual([]);
  expect(hall.alarms).toEqual([]);
  clock.advance(8 * 86_400_000);
  await tokenOf(vault, "ana");
  const locked = await Promise.allSettled([
    vault.intakes.submit(intakeOf(), FROM_WEB),
    vault.sweep(),
    vault.intakes.submit(intakeOf(), FROM_WEB),
    vault.door.lockDown("ana"),
  ]);
  expect(failures(locked.slice(-1))).toEqual([]);
});
