import { createHash, createHmac, hkdfSync } from "node:crypto";
import type { DigestSeals, DigestTokenUse } from "@commonhall/domain";
import type { DeskPorts } from "../centres/desk-ports.ts";
import { sealedTexts } from "../centres/sealed-text.ts";

/**
 * The addresses of those who get digests, and the tokens that stand in their mails. A token follows from the pepper and
 * from the digest that it is for, so that every mail can carry it while the database has nothing but its sum.
 */
export function digestSeals(ports: Pick<DeskPorts, "pepper">): DigestSeals {
  const addresses = () => sealedTexts(ports, "digest address");
  return {
    async seal(id, address) {
      return (await addresses()).seal(id, padded(address));
    },
    async draft({ id, feed, rhythm, language, sealed }) {
      const [open, key] = await Promise.all([addresses(), sumKey(ports)]);
      const address = open.open(id, sealed).trim();
      return {
        id,
        feed,
        rhythm,
        language,
        sealed,
        address: sumUnder(key, `address ${folded(address)}`),
        mailbox: sumUnder(key, `mailbox ${mailboxOf(folded(address))}`),
        tokens: tokensOf(key, id),
      };
    },
    async open({ id, sealed }) {
      const [open, key] = await Promise.all([addresses(), sumKey(ports)]);
      return { address: open.open(id, sealed).trim(), tokens: tokensOf(key, id) };
    },
  };
}

/** RFC 5321, 4.5.3.1, in bytes. Every sealed address is as long, so that none is told by its length. */
const LONGEST_ADDRESS = 254;
const padded = (address: string): string =>
  `${address}${" ".repeat(Math.max(0, LONGEST_ADDRESS - Buffer.byteLength(address)))}`;

async function sumKey({ pepper }: Pick<DeskPorts, "pepper">): Promise<Buffer> {
  if (pepper === undefined) throw new Error("Without a pepper nobody can be sent a digest");
  return Buffer.from(hkdfSync("sha256", await pepper(), Buffer.alloc(0), "digest sums", 32));
}

const sumUnder = (key: Buffer, text: string): string => createHmac("sha256", key).update(text).digest("base64url");

const TOKEN_BYTES = 16;

const tokensOf = (key: Buffer, id: string): Readonly<Record<DigestTokenUse, string>> => ({
  confirm: tokenOf(key, `confirm ${id}`),
  end: tokenOf(key, `end ${id}`),
});

const tokenOf = (key: Buffer, text: string): string =>
  createHmac("sha256", key).update(text).digest().subarray(0, TOKEN_BYTES).toString("base64url");

/** 128 bits need no slow sum. */
export const sumOfToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** Servers may tell capitals apart before the `@`, and none that people use does. */
const folded = (address: string): string => address.normalize("NFC").toLowerCase();

/** What many servers do not look at before the `@`: points, and everything from a plus sign on. */
function mailboxOf(address: string): string {
  const [name = "", host = ""] = address.split("@");
  return `${name.replace(/\+.*$/, "").replaceAll(".", "")}@${host}`;
}
