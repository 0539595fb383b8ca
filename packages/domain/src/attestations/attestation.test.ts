import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { addMonths, DAY, dateOf, startOfDay, type PlainDate } from "../time.ts";
import {
  attestationDates,
  holdsTooLong,
  STATUS_HOLDS,
  vouchState,
  type Attestation,
  type Vouch,
} from "./attestation.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0, 789);

const attestation: Attestation = {
  jti: "one",
  issuer: trusted.actor("https://fed.example/centres/fed"),
  subject: trusted.actor("https://hall.example/centres/hall"),
  relation: "affiliate",
  issued: NOW,
  expires: NOW + 90 * DAY,
  regions: [],
  sectors: [],
  status: "https://fed.example/attestations/status",
};
const vouch: Vouch = { attestation, listed: true, revoked: false, statusAt: NOW, checked: NOW };

describe("the time for which an attestation holds", () => {
  test("is a year where nothing is said, to the end of the last day", () => {
    const dates = attestationDates({}, NOW);
    expect(dates).toEqual({ ok: true, value: { issued: NOW - 789, expires: Date.UTC(2027, 10, 23) } });
  });

  test("is thirteen months at most, and what we issue is never taken for longer", () => {
    const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -5, max: 450 }), (from, days) => {
        const now = from.getTime();
        const until = dateOf(now + days * DAY);
        const dates = attestationDates({ until }, now);
        const thirteenth = addMonths(dateOf(now), 13);
        if (days < 0) expect(dates).toMatchObject({ ok: false, error: { type: "until in the past" } });
        else if (until >= thirteenth) expect(dates).toMatchObject({ ok: false, error: { type: "until too late" } });
        else {
          if (!dates.ok) throw new Error(dates.error.type);
          expect(dates.value.expires).toBeLessThanOrEqual(startOfDay(thirteenth));
          expect(dates.value.expires).toBeGreaterThan(now);
          expect(holdsTooLong(dates.value)).toBe(false);
        }
      }),
    );
  });

  test("is too long beyond that, whoever says so", () => {
    const end = startOfDay("2027-12-22" as PlainDate);
    expect(holdsTooLong({ issued: NOW, expires: end + DAY })).toBe(false);
    expect(holdsTooLong({ issued: NOW, expires: end + DAY + 1000 })).toBe(true);
  });
});

describe("somebody's word for somebody", () => {
  test("is confirmed while both claim it and a list of revoked ones is at hand", () => {
    expect(vouchState(vouch, NOW)).toBe("confirmed");
    expect(vouchState({ ...vouch, listed: false }, NOW)).toBe("unconfirmed");
  });

  test("is unconfirmed, not valid, once that list is older than a week, or where there is none", () => {
    expect(vouchState(vouch, NOW + STATUS_HOLDS)).toBe("confirmed");
    expect(vouchState(vouch, NOW + STATUS_HOLDS + 1)).toBe("unconfirmed");
    const { statusAt: _, ...unread } = vouch;
    expect(vouchState(unread, NOW)).toBe("unconfirmed");
  });

  test("runs out to the second, and what is revoked is so for ever", () => {
    const fresh = { ...vouch, statusAt: attestation.expires };
    expect(vouchState(fresh, attestation.expires - 1)).toBe("confirmed");
    expect(vouchState(fresh, attestation.expires)).toBe("expired");
    expect(vouchState({ ...vouch, revoked: true }, attestation.expires + DAY)).toBe("revoked");
  });
});
