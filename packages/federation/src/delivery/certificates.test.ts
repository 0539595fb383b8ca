import { CERTIFICATE_FAULTS, DAY, HOUR, MINUTE, OPENS_AT, type CertificateFault } from "@commonhall/domain";
import { testAuthority, type CertificateWish } from "@commonhall/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpClient } from "../http/client.ts";
import { fetchDocument } from "../discovery/fetch-document.ts";
import { sender, says, server } from "../testing/sender.fixture.ts";

const authority = testAuthority();
beforeAll(() => authority.trustHere());
afterAll(() => authority[Symbol.dispose]());

const GOOD: CertificateWish = { name: "IP:127.0.0.1" };
const FAULTY = {
  expired: () => authority.issue({ ...GOOD, from: -100, until: -1 }),
  "not yet valid": () => authority.issue({ ...GOOD, from: 1 }),
  "wrong name": () => authority.issue({ name: "DNS:another.example" }),
  "not trusted": () => authority.selfSigned(GOOD),
} as const satisfies Readonly<Record<CertificateFault, unknown>>;

describe("a host whose certificate", () => {
  test.each(CERTIFICATE_FAULTS)(
    "does not prove who it is (%s) gets nothing, and it is said that this is why",
    async (fault) => {
      const hall = await sender();
      const host = await server(says(202), { certificate: FAULTY[fault]() });
      for (let object = 0; object < OPENS_AT; object++) await hall.tell([`${host.origin}/inbox`], `post${object}`);
      await hall.deliverer.drain();
      expect(host.requests).toEqual([]);
      const error = { type: "certificate", fault };
      for (const line of await hall.store.deliveryViews.lines("waiting", 10)) expect(line.lastError).toEqual(error);
      expect(await hall.store.deliveryViews.silentHosts()).toMatchObject([{ waiting: OPENS_AT, lastError: error }]);
      const client = createHttpClient(
        {
          site: { origin: "https://hall.example", handleHost: "hall.example" },
          software: { name: "x", version: "1" },
          testNetwork: true,
          clock: () => 0,
        },
        { levels: { of: async () => "accept" }, keys: { signerFor: async () => undefined } },
      );
      const fetched = await fetchDocument(client, `${host.origin}/actor`);
      expect(fetched).toMatchObject({ ok: false, error: { type: "unreachable", certificate: fault } });
      await client.close();
    },
  );

  test("is renewed within the week gets all that waited, and none of it was lost", async () => {
    const hall = await sender();
    const old = await server(says(202), { certificate: FAULTY.expired() });
    for (let object = 0; object < 10; object++) await hall.tell([`${old.origin}/inbox`], `post${object}`);
    await hall.pass(3 * DAY, HOUR);
    expect(await hall.counts()).toMatchObject({ waiting: 10, failed: 0 });
    await old.close();
    const renewed = await server(says(202), { certificate: authority.issue(GOOD), port: old.port });
    await hall.pass(2 * HOUR, MINUTE);
    expect(renewed.requests).toHaveLength(10);
    expect(await hall.counts()).toMatchObject({ waiting: 0, done: 10 });
    expect(await hall.store.deliveryViews.silentHosts()).toEqual([]);
  });
});
