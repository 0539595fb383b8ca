import { err, ok, type SecondFactors, type Timestamp } from "@commonhall/domain";
import { Secret, TOTP } from "otpauth";
import type { Db } from "../database/session.ts";
import type { DeskPorts } from "./desk-ports.ts";
import { factorOf, HALFWAY_LASTS, hashOf } from "./half-sessions.ts";
import { confirm } from "./own-passphrase.ts";
import { sealedTexts, type SealedTexts } from "./sealed-text.ts";
import { beginSession } from "./sessions.ts";
import { countAttempt, forgiveAttempt, onAccount } from "./sign-in-limits.ts";
import { accountOf } from "./sign-in.ts";

const RECOVERY_CODES = 10;

export function secondFactors(ports: DeskPorts): SecondFactors {
  const { session, clock } = ports;
  return {
    secondFactor: async (staff) => {
      const row = await factorOf(session.read, staff);
      const codes = await session.read
        .selectFrom("recovery_code")
        .select("code_hash")
        .where("staff", "=", staff)
        .execute();
      return row === undefined ? undefined : { since: row.since, recoveryCodes: codes.length };
    },
    newSecret: () => new Secret({ size: 20 }).base32,
    switchOn: (staff, typed) => switchOn(ports, staff, typed),
    switchOff: async (staff, passphrase) => {
      const right = await confirm(ports, staff, passphrase);
      if (!right.ok) return right;
      await session.write((db) => forget(db, staff));
      return ok();
    },
    finishSignIn: async (halfway, code) => {
      const sealed = await secrets(ports);
      return session.write(async (db) => {
        const now = clock();
        const half = await db
          .selectFrom("half_session")
          .innerJoin("staff", "staff.id", "half_session.staff")
          .select(["staff.id", "staff.name_key"])
          .where("token_hash", "=", hashOf(halfway))
          .where("started", ">", now - HALFWAY_LASTS)
          .executeTakeFirst();
        if (half === undefined) return err({ type: "too late" });
        const counted = onAccount(accountOf(half.name_key));
        const wait = await countAttempt(db, counted, now);
        if (wait > 0) return err({ type: "too many", wait });
        if (!(await takeCode(db, sealed, half.id, code, now))) return err({ type: "wrong" });
        await forgiveAttempt(db, counted);
        await db.deleteFrom("half_session").where("token_hash", "=", hashOf(halfway)).execute();
        return ok({ token: await beginSession(db, now, half.id) });
      });
    },
  };
}

async function switchOn(
  ports: DeskPorts,
  ...[staff, { passphrase, secret, code }]: Parameters<SecondFactors["switchOn"]>
): ReturnType<SecondFactors["switchOn"]> {
  const right = await confirm(ports, staff, passphrase);
  if (!right.ok) return right;
  const now = ports.clock();
  const step = stepOf(secret, plain(code), now);
  if (step === undefined) return err({ type: "wrong code" });
  const sealed = (await secrets(ports)).seal(staff, secret);
  // 80 random bits each: nothing that guessing could find, so a plain hash is enough.
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => new Secret({ size: 10 }).base32);
  await ports.session.write(async (db) => {
    await forget(db, staff);
    await db.insertInto("second_factor").values({ staff, sealed, used: step, since: now }).execute();
    const rows = recoveryCodes.map((one) => ({ staff, code_hash: hashOf(one) }));
    await db.insertInto("recovery_code").values(rows).execute();
  });
  return ok({ recoveryCodes: recoveryCodes.map((one) => one.replace(/.{4}(?=.)/g, "$& ")) });
}

async function forget(db: Db, staff: string): Promise<void> {
  await db.deleteFrom("second_factor").where("staff", "=", staff).execute();
  await db.deleteFrom("recovery_code").where("staff", "=", staff).execute();
}

/** Each code once: of those from a device none that is not later than the last. */
async function takeCode(db: Db, secrets: SealedTexts, staff: string, code: string, now: Timestamp): Promise<boolean> {
  const row = await factorOf(db, staff);
  if (row === undefined) return false;
  const typed = plain(code);
  if (!/^\d{6}$/.test(typed)) {
    const used = await db
      .deleteFrom("recovery_code")
      .where("staff", "=", staff)
      .where("code_hash", "=", hashOf(typed))
      .executeTakeFirst();
    return used.numDeletedRows > 0n;
  }
  const step = stepOf(secrets.open(staff, row.sealed), typed, now);
  if (step === undefined || step <= row.used) return false;
  await db.updateTable("second_factor").set({ used: step }).where("staff", "=", staff).execute();
  return true;
}

/** The step of 30 seconds that the code is of: this one, the one before, or the one after. */
function stepOf(secret: string, token: string, now: Timestamp): number | undefined {
  if (!/^[A-Z2-7]{32}$/.test(secret)) return undefined;
  const off = TOTP.validate({ token, secret: Secret.fromBase32(secret), timestamp: now, window: 1 });
  return off === null ? undefined : TOTP.counter({ timestamp: now }) + off;
}

const plain = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

const secrets = (ports: DeskPorts): Promise<SealedTexts> => sealedTexts(ports, "second factor");
