import { languageTag, trusted, UNDETERMINED, type Attestation } from "@commonhall/domain";
import { expect, test } from "vitest";
import { parseActivity } from "../inbound/parse-activity.ts";
import { isJsonObject } from "../json.ts";
import { ADDRESSES, SITE } from "../testing/actors.ts";
import { attestationOffer } from "./attestation-document.ts";

const hall = ADDRESSES.centre(trusted.handle("hall"));
const spanish = languageTag("es") ?? UNDETERMINED;
const attestation: Attestation = {
  jti: "0199f0aa-0015-7000-8000-000000000015",
  issuer: hall,
  subject: trusted.actor("https://ally.example/centres/ally"),
  relation: "affiliate",
  issued: Date.UTC(2026, 10, 22),
  expires: Date.UTC(2027, 10, 23),
  regions: [],
  sectors: [],
  status: ADDRESSES.attestationStatus(),
};
const offer = attestationOffer({
  site: SITE,
  id: ADDRESSES.activity("1"),
  centre: { id: hall, name: { [spanish]: "Federación" }, languages: [spanish] },
  attestation,
  jws: "a.b.c",
  published: attestation.issued,
});

test("an attestation that is offered says in words what it is, of whom, by whom and until when", () => {
  const { object } = offer;
  expect(isJsonObject(object) ? object["content"] : "").toBe(
    '<p><a href="https://ally.example/centres/ally">ally.example/centres/ally</a><br />' +
      'Afiliada a: <a href="https://hall.example/centres/hall">Federación</a><br />Hasta: lunes, 22 de noviembre de 2027</p>',
  );
  expect(offer).toMatchObject({ to: [attestation.subject], object: { type: "Note", kind: "Attestation" } });
  expect(offer).not.toHaveProperty("cc");
});

test("an attestation that is offered reads as its token, and as nothing where there is none", () => {
  const read = parseActivity(JSON.stringify(offer));
  expect(read).toMatchObject({ ok: true, value: { type: "Offer", offer: { type: "attestation", jws: "a.b.c" } } });
  for (const attestations of [undefined, 5, [], ["a.b.c", "d.e.f"]]) {
    const odd = parseActivity(JSON.stringify({ ...offer, object: { ...(offer["object"] as object), attestations } }));
    expect(odd).toMatchObject({ ok: false, error: { type: "malformed", field: "object.attestations" } });
  }
});
