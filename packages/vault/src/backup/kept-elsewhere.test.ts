import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import { foundWith, deskOf } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

/* Whoever keeps the copies of a centre, every one of them, and opens none. */

const MONDAY = Date.UTC(2026, 10, 23, 3);
const photograph = () => ({ name: "passport.jpg", type: "image/jpeg", bytes: randomBytes(3 * 1024 * 1024) });

/** How large the copies of one week are; `told`: on Wednesday somebody tells, with photographs. */
async function copiesOfAWeek(told: boolean): Promise<readonly (readonly number[])[]> {
  await using hall = await lightVault({}, MONDAY);
  await using elsewhere = await temporaryFolder();
  const { vault } = hall;
  await foundWith(vault);
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  if (!made.ok) throw new Error(made.error.type);
  const cleo = await deskOf(vault, "cleo");
  const [candidate] = await cleo.keys.candidates();
  await cleo.keys.sign(candidate!.fingerprint);
  const sizes: (readonly number[])[] = [];
  for (let day = 0; day < 7; day += 1) {
    if (told && day === 2) {
      await vault.intakes.submit(intakeOf({ files: [photograph(), photograph()] }), FROM_WEB);
    }
    const files = [join(elsewhere.path, `data-${day}`), join(elsewhere.path, `keyring-${day}`)] as const;
    expect(await vault.backUp({ program: "1", data: files[0], keyring: files[1] })).toMatchObject({ ok: true });
    sizes.push(files.map((file) => statSync(file).size));
    hall.clock.advance(DAY);
  }
  return sizes;
}

test("cannot tell from their sizes on which day of the week somebody told, nor whether", async () => {
  expect(await copiesOfAWeek(true)).toEqual(await copiesOfAWeek(false));
});
