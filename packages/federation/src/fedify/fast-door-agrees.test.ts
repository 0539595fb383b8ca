import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { verifyRequest } from "@fedify/fedify/sig";
import { preloadedContexts } from "@fedify/vocab-runtime";
import { trusted } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf, signRequest, type SignatureForm } from "../http/signatures.ts";
import { createFastDoor } from "../inbox/fast-door.ts";
import { publicSideOf, targetUri, type SignedParts } from "../inbox/signed-parts.ts";

// The fast door accepts nothing that Fedify's `verifyRequest` refuses: not for requests as they are signed, not for
// requests that are changed afterwards, and not for requests that somebody signs with care in a form that nobody expects.

const SITE = { origin: "https://hall.example", handleHost: "example" };
const publicSide = publicSideOf(SITE);
const ACTOR = trusted.actor("https://sender.example/actor?id=7");
const KEY_ID = "https://sender.example/actor?id=7#main-key";
const OTHER_KEY_ID = "https://sender.example/other#main-key";
const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKeys = new Map([
  [KEY_ID, own.publicKey],
  [OTHER_KEY_ID, other.publicKey],
]);
/** Compared by Fedify with the machine's clock, so nothing here is within minutes of the edge of an hour. */
const NOW = Date.now();
const MINUTES = 60_000;

const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();

/** A bare key document, as some servers have it at the id of the key. */
async function documentLoader(url: string) {
  const publicKey = publicKeys.get(url);
  if (publicKey === undefined) throw new Error(`No such key: ${url}`);
  const document = {
    "@context": "https://w3id.org/security/v1",
    id: url,
    type: "CryptographicKey",
    owner: ACTOR,
    publicKeyPem: pem(publicKey),
  };
  return { contextUrl: null, documentUrl: url, document };
}

async function contextLoader(url: string) {
  return { contextUrl: null, documentUrl: url, document: preloadedContexts[url] ?? {} };
}

const fastDoor = createFastDoor(
  {
    async get(id) {
      const key = publicKeys.get(id);
      return key === undefined ? undefined : { id, owner: ACTOR, algorithm: "RSA", key };
    },
  },
  () => NOW,
);

async function fedifyAccepts(parts: SignedParts): Promise<boolean> {
  const headers = new Headers({ ...parts.headers, host: parts.authority });
  const request = new Request(targetUri(parts), { method: parts.method, headers, body: new Uint8Array(parts.body) });
  const options = { documentLoader, contextLoader, timeWindow: { hours: 1 } };
  return (await verifyRequest(request, options).catch(() => null)) !== null;
}

/** What a server hands on: names in lower case, values without white space around them. */
interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const received = ({ path, headers, body }: Sent): SignedParts =>
  publicSide({ method: "POST", path, headers }, Buffer.from(body));

async function expectAgreement(sent: Sent): Promise<"accepted" | "refused"> {
  const parts = received(sent);
  const fast = await fastDoor(parts);
  if (fast.type !== "proven") return "refused";
  expect(await fedifyAccepts(parts), JSON.stringify(sent, undefined, 1)).toBe(true);
  return "accepted";
}

const paths = fc.constantFrom("/inbox", "/centres/centro/inbox", "/campaigns/wages/inbox");
const bodies = fc.constantFrom("", "{}", '{"type":"Create","content":"¿Cuánto?"}', "x".repeat(5000));
const hosts = fc.constantFrom("hall.example", "HALL.example", "example", "127.0.0.1:8421", "evil.example");
const forms = fc.constantFrom<SignatureForm>("rfc9421", "cavage");

async function signedByUs(path: string, body: string, host: string, form: SignatureForm, at = NOW): Promise<Sent> {
  const url = new URL(path, host === "example" ? "https://example" : SITE.origin);
  const key = { keyId: KEY_ID, privateKey: own.privateKey };
  const signed = await signRequest({ method: "POST", url, at, digest: digestOf(Buffer.from(body)) }, key, form);
  return { path, body, headers: { host, "content-type": "application/activity+json", ...signed } };
}

describe("whatever the fast door accepts, Fedify accepts", () => {
  test("as signed by a node, whatever host a proxy wrote into the request", async () => {
    const accepted = fc.asyncProperty(paths, bodies, hosts, forms, async (path, body, host, form) => {
      expect(await expectAgreement(await signedByUs(path, body, host, form))).toBe("accepted");
    });
    await fc.assert(accepted, { numRuns: 40 });
  });

  const changes = fc.oneof(
    fc.record({
      type: fc.constant("header" as const),
      index: fc.nat(9),
      at: fc.nat(400),
      to: fc.constantFrom("", " ", ",", '"', "=", "a", "0", ";", "(", ")", ":", "é"),
    }),
    fc.record({ type: fc.constant("drop" as const), index: fc.nat(9) }),
    fc.record({ type: fc.constant("double" as const), index: fc.nat(9) }),
    fc.record({ type: fc.constant("host" as const), to: hosts }),
    fc.record({ type: fc.constant("path" as const), to: paths }),
    fc.record({ type: fc.constant("body" as const), to: bodies }),
    fc.record({
      type: fc.constant("key" as const),
      to: fc.constantFrom(OTHER_KEY_ID, "https://sender.example/none", "none"),
    }),
  );
  type Change = typeof changes extends fc.Arbitrary<infer C> ? C : never;

  function changed(sent: Sent, change: Change): Sent {
    const names = Object.keys(sent.headers);
    switch (change.type) {
      case "host":
        return { ...sent, headers: { ...sent.headers, host: change.to } };
      case "path":
        return { ...sent, path: change.to };
      case "body":
        return { ...sent, body: change.to };
      case "key": {
        const swapped = Object.entries(sent.headers).map(([name, value]) => [name, value.replace(KEY_ID, change.to)]);
        return { ...sent, headers: Object.fromEntries(swapped) };
      }
      default: {
        const name = names[change.index % names.length] ?? "";
        const { [name]: value = "", ...rest } = sent.headers;
        if (change.type === "drop") return { ...sent, headers: rest };
        const at = change.type === "header" ? change.at % (value.length + 1) : 0;
        const to =
          change.type === "double" ? `${value}, ${value}` : `${value.slice(0, at)}${change.to}${value.slice(at + 1)}`;
        return { ...sent, headers: { ...rest, [name]: to.trim() } };
      }
    }
  }

  test("as changed on the way", async () => {
    const agree = fc.asyncProperty(
      paths,
      bodies,
      forms,
      fc.array(changes, { minLength: 1, maxLength: 3 }),
      async (path, body, form, all) => {
        await expectAgreement(all.reduce(changed, await signedByUs(path, body, "hall.example", form)));
      },
    );
    await fc.assert(agree, { numRuns: 600 });
  });

  test("with another clock", async () => {
    const agree = fc.asyncProperty(paths, forms, fc.integer({ min: -90, max: 90 }), async (path, form, minutes) => {
      fc.pre(Math.abs(Math.abs(minutes) - 60) > 3);
      const outcome = await expectAgreement(
        await signedByUs(path, "{}", "hall.example", form, NOW + minutes * MINUTES),
      );
      expect(outcome).toBe(Math.abs(minutes) < 60 ? "accepted" : "refused");
    });
    await fc.assert(agree, { numRuns: 60 });
  });
});

const SECONDS = Math.floor(NOW / 1000);
const rsa = (base: string) => sign("sha256", Buffer.from(base), own.privateKey).toString("base64");
const hash = (algorithm: string, body: string) => createHash(algorithm).update(body).digest("base64");

describe("whatever somebody signs by hand", () => {
  /** Digests that are right, weak, wrong, doubled or unknown, in any order. */
  const digestParts = fc.oneof(
    fc.constantFrom(["sha-256"], ["SHA-256", "sha-512"]),
    fc.uniqueArray(
      fc.constantFrom(
        "sha-256",
        "SHA-256",
        "sha-512",
        "sha",
        "md5",
        "wrong sha-256",
        "wrong sha",
        "bare sha-256",
        "wrong md5",
      ),
      { minLength: 1, maxLength: 3 },
    ),
  );

  function digestText(kinds: readonly string[], body: string, wrap: (base64: string) => string): string {
    const values = kinds.map((kind) => {
      const [name = "", wrong] = kind.split(" ").toReversed();
      const algorithm =
        { "sha-256": "sha256", "sha-512": "sha512", sha: "sha1", md5: "md5" }[name.toLowerCase()] ?? "md5";
      const value = hash(algorithm, wrong === "wrong" ? `${body}!` : body);
      return `${name}=${wrap(wrong === "bare" ? value.replace(/=+$/, "") : value)}`;
    });
    return values.join(",");
  }

  test("by draft-cavage", async () => {
    const needed = ["(request-target)", "host", "date", "digest"];
    const names = fc.oneof(
      fc.shuffledSubarray(needed, { minLength: 3 }),
      fc.shuffledSubarray([...needed, "content-type", "x-more"], { minLength: 5 }),
      fc.shuffledSubarray([...needed, "content-type", "x-more", "(created)", "(expires)", "x-none"], { minLength: 4 }),
    );
    const extra = fc.oneof(
      fc.constantFrom([], ['algorithm="rsa-sha256"'], ['algorithm="hs2019"']),
      fc.subarray([
        'algorithm="rsa-sha512"',
        `created=${SECONDS}`,
        `expires=${SECONDS + 60}`,
        "created=1",
        'expires="1"',
        'keyId="twice"',
      ]),
    );
    const separators = fc.constantFrom(",", ", ", " , ");
    let accepted = 0;
    const agree = fc.asyncProperty(
      names,
      extra,
      separators,
      digestParts,
      bodies,
      async (covered, more, separator, digests, body) => {
        const headers: Record<string, string> = {
          host: "hall.example",
          date: new Date(NOW).toUTCString(),
          digest: digestText(digests, body, (base64) => base64),
          "content-type": "application/activity+json",
          "x-more": "more",
        };
        const special: Record<string, string> = {
          "(request-target)": "post /inbox",
          "(created)": String(SECONDS),
          "(expires)": String(SECONDS + 60),
        };
        const base = covered.map((name) => `${name}: ${special[name] ?? headers[name] ?? null}`).join("\n");
        const fields = [`keyId="${KEY_ID}"`, ...more, `headers="${covered.join(" ")}"`, `signature="${rsa(base)}"`];
        const outcome = await expectAgreement({
          path: "/inbox",
          body,
          headers: { ...headers, signature: fields.join(separator) },
        });
        accepted += outcome === "accepted" ? 1 : 0;
      },
    );
    await fc.assert(agree, { numRuns: 400 });
    expect(accepted).toBeGreaterThan(0);
  });

  test("by RFC 9421", async () => {
    const usual = [
      "@method",
      "@target-uri",
      "@authority",
      "@scheme",
      "@path",
      "content-digest",
      "content-type",
      "date",
      "host",
      "x-more",
    ];
    const components = fc.oneof(
      fc.shuffledSubarray(usual, { minLength: 8 }),
      fc.shuffledSubarray([...usual, "@query", "@request-target", "x-none"], { minLength: 3 }),
    );
    const said = [`created=${SECONDS}`, `keyid="${KEY_ID}"`];
    const parameters = fc.oneof(
      fc.shuffledSubarray([...said, 'alg="rsa-v1_5-sha256"', 'nonce="a\\"b\\\\c"', 'tag="t"'], { minLength: 4 }),
      fc.shuffledSubarray(
        [
          ...said,
          `created=${SECONDS}.0`,
          "nonce=1",
          "nonce=1.0",
          `expires=${SECONDS + 60}`,
          "more",
          "nonce=:AAAA:",
          "tag=t",
          "expires=1.5",
        ],
        { minLength: 2 },
      ),
    );
    const spaces = fc.constantFrom(" ", "  ");
    const labels = fc.constantFrom("sig1", "s", "*a.b-c_d");
    let accepted = 0;
    const agree = fc.asyncProperty(
      components,
      parameters,
      spaces,
      labels,
      digestParts,
      bodies,
      async (covered, told, space, label, digests, body) => {
        const headers: Record<string, string> = {
          host: "hall.example",
          date: new Date(NOW).toUTCString(),
          "content-digest": digestText(digests, body, (base64) => `:${base64}:`),
          "content-type": "application/activity+json",
          "x-more": "more",
        };
        const derived: Record<string, string> = {
          "@method": "POST",
          "@target-uri": "https://hall.example/inbox",
          "@authority": "hall.example",
          "@scheme": "https",
          "@path": "/inbox",
          "@query": "?",
          "@request-target": "/inbox",
        };
        const list = (between: string) => `(${covered.map((name) => `"${name}"`).join(between)})`;
        const lines = covered.map((name) => `"${name}": ${derived[name] ?? headers[name] ?? ""}`);
        const base = [...lines, `"@signature-params": ${list(" ")};${told.join(";")}`].join("\n");
        const signed = {
          "signature-input": `${label}=${list(space)};${told.join(`;${space.slice(1)}`)}`,
          signature: `${label}=:${rsa(base)}:`,
        };
        const outcome = await expectAgreement({ path: "/inbox", body, headers: { ...headers, ...signed } });
        accepted += outcome === "accepted" ? 1 : 0;
      },
    );
    await fc.assert(agree, { numRuns: 600 });
    expect(accepted).toBeGreaterThan(0);
  });
});
