import { generateKeyPairSync } from "node:crypto";
import { err, ok, trusted, type LeasedDelivery } from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import type { HttpClient, PostOptions } from "../http/client.ts";
import type { SignatureForm } from "../http/signatures.ts";
import { createSendDelivery } from "./send-delivery.ts";
import { createSignatureForms } from "./signature-forms.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const actor = trusted.actor("https://hall.example/centres/hall");

const delivery = (number: number, host = "ally.example"): LeasedDelivery => ({
  id: number,
  activity: trusted.activity(`https://hall.example/activities/${number}`),
  activityType: "Create",
  actor,
  object: trusted.object("https://hall.example/posts/1"),
  inbox: trusted.inbox(`https://${host}/inbox`),
  host: trusted.host(host),
  document: `{"number":${number}}`,
  attempts: 0,
  created: 0,
});

function memory() {
  const values = new Map<string, unknown>();
  return {
    values,
    get: async <T>(key: readonly string[]) => values.get(key.join("/")) as T | undefined,
    set: async (key: readonly string[], value: unknown) => void values.set(key.join("/"), structuredClone(value)),
  };
}

function room(answer: (url: string, form: SignatureForm) => number | "timeout", keyValue = memory()) {
  const knocks: { url: string; form: SignatureForm; options: PostOptions }[] = [];
  const client: Pick<HttpClient, "post"> = {
    async post(url, options) {
      knocks.push({ url, form: options.form, options });
      const said = answer(url, options.form);
      return said === "timeout" ? err({ type: "timeout" }) : ok({ status: said });
    },
  };
  const keys = {
    signerFor: async (id: string) =>
      id === actor
        ? { actor, request: { keyId: `${actor}#main-key`, privateKey }, proof: { verificationMethod: "", privateKey } }
        : undefined,
  };
  return { send: createSendDelivery(client, keys, createSignatureForms(keyValue)), knocks, keyValue };
}

const forms = (knocks: readonly { form: SignatureForm }[]) => knocks.map(({ form }) => form);

describe("sending a delivery", () => {
  it("takes one request where the first form is taken", async () => {
    const { send, knocks } = room(() => 202);
    expect(await send(delivery(1))).toEqual(ok({ status: 202 }));
    expect(forms(knocks)).toEqual(["cavage"]);
    expect(Buffer.from(knocks[0]?.options.body ?? []).toString()).toBe('{"number":1}');
  });

  it("knocks again in the other form, once, and remembers what was taken", async () => {
    const { send, knocks } = room((_, form) => (form === "rfc9421" ? 202 : 401));
    expect(await send(delivery(1))).toEqual(ok({ status: 202 }));
    expect(await send(delivery(2))).toEqual(ok({ status: 202 }));
    expect(forms(knocks)).toEqual(["cavage", "rfc9421", "rfc9421"]);
  });

  it("still remembers after a restart", async () => {
    const before = room((_, form) => (form === "rfc9421" ? 202 : 401));
    await before.send(delivery(1));
    const after = room(() => 202, before.keyValue);
    await after.send(delivery(2));
    await after.send(delivery(3, "other.example"));
    expect(forms(after.knocks)).toEqual(["rfc9421", "cavage"]);
  });

  it("goes back where the host changes its mind", async () => {
    let wants: SignatureForm = "rfc9421";
    const { send, knocks, keyValue } = room((_, form) => (form === wants ? 202 : 401));
    await send(delivery(1));
    wants = "cavage";
    await send(delivery(2));
    await send(delivery(3));
    expect(forms(knocks)).toEqual(["cavage", "rfc9421", "rfc9421", "cavage", "cavage"]);
    expect([...keyValue.values.values()]).toEqual([[]]);
  });

  it("takes a 400 or 403 for a matter of form only where nothing has been taken yet", async () => {
    let says = 403;
    const { send, knocks } = room(() => says);
    await send(delivery(1));
    expect(knocks).toHaveLength(2);
    says = 202;
    await send(delivery(2));
    says = 403;
    expect(await send(delivery(3))).toEqual(ok({ status: 403 }));
    expect(knocks).toHaveLength(4);
  });

  it("answers with what was said first where neither form is taken", async () => {
    const { send, knocks } = room((_, form) => (form === "cavage" ? 401 : 500));
    expect(await send(delivery(1))).toEqual(ok({ status: 401 }));
    expect(knocks).toHaveLength(2);
  });

  it("does not knock twice for what has nothing to do with the form", async () => {
    for (const said of [404, 410, 422, 429, 500, 503, "timeout"] as const) {
      const { send, knocks } = room(() => said);
      await send(delivery(1));
      expect(knocks).toHaveLength(1);
    }
  });

  it("makes the bytes and their digest once for all inboxes", async () => {
    const { send, knocks } = room(() => 202);
    for (const host of ["a.example", "b.example", "c.example"])
      await send({ ...delivery(1), host: trusted.host(host) });
    expect(new Set(knocks.map(({ options }) => options.body)).size).toBe(1);
    expect(new Set(knocks.map(({ options }) => options.digest)).size).toBe(1);
  });

  it("says so where the actor has no keys", async () => {
    const { send, knocks } = room(() => 202);
    const stranger = trusted.actor("https://hall.example/centres/gone");
    expect(await send({ ...delivery(1), actor: stranger })).toEqual(err({ type: "no key" }));
    expect(knocks).toHaveLength(0);
  });
});
