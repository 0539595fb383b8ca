import { hash } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";

/** Names of algorithms in lower case. SHA-1 is too weak to stand alone; where it is given beside another it has to be right too. */
const ALGORITHMS: Readonly<Record<string, "sha1" | "sha256" | "sha512">> = {
  sha: "sha1",
  "sha-256": "sha256",
  "sha-512": "sha512",
};
const STRONG: ReadonlySet<string> = new Set(["sha-256", "sha-512"]);

/** `Digest` of RFC 3230, as draft-cavage requests carry it: `SHA-256=<base64>`, several with commas between. */
export const checkDigest = (header: string, body: Uint8Array): Result<undefined, string> =>
  check(header, body, "Digest", (value) => value);

/** `Content-Digest` of RFC 9530: `sha-256=:<base64>:`, several with commas between. */
export const checkContentDigest = (header: string, body: Uint8Array): Result<undefined, string> =>
  check(header, body, "Content-Digest", (value) => /^:([^:]*):$/.exec(value)?.[1]);

/** Every digest that we can compute has to be right, and one of them strong; algorithms that we do not know are passed over. */
function check(
  header: string,
  body: Uint8Array,
  name: string,
  textOf: (value: string) => string | undefined,
): Result<undefined, string> {
  const members = header.split(",").map((member) => {
    const [algorithm = "", ...value] = member.trim().split("=");
    return { algorithm: algorithm.toLowerCase(), value: value.join("=") };
  });
  if (!members.some(({ algorithm }) => STRONG.has(algorithm)))
    return err(`The ${name} header has neither SHA-256 nor SHA-512.`);
  for (const { algorithm, value } of members) {
    const hashName = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
    if (hashName === undefined) continue;
    const digest = hash(hashName, body, "base64");
    const text = textOf(value);
    if (text !== digest && text !== withoutPadding(digest)) return err(`The ${name} header does not fit the body.`);
  }
  return ok();
}

const withoutPadding = (base64: string): string => base64.replace(/=+$/, "");
