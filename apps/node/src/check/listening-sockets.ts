import { readFile } from "node:fs/promises";

/** Somebody on this machine takes connections there. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Reached from this machine alone. */
  readonly isLoopback: boolean;
}

/** What the kernel tells of TCP; undefined where it is not Linux. */
export async function readListening(
  files: readonly string[] = ["/proc/net/tcp", "/proc/net/tcp6"],
): Promise<readonly Listening[] | undefined> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => undefined)));
  const found = texts.filter((text) => text !== undefined);
  return found.length === 0 ? undefined : found.flatMap((text) => text.split("\n").flatMap(listeningIn));
}

const LISTEN = "0A";

/** `0: 0100007F:20E4 00000000:0000 0A …`: the address is in words of four bytes, each with its last byte first. */
function listeningIn(line: string): Listening[] {
  const [, local = "", , state] = line.trim().split(/\s+/);
  const [, hex = "", port = ""] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
  if (hex === "" || state !== LISTEN) return [];
  const bytes = Buffer.from(
    (hex.match(/.{8}/g) ?? []).map((word) => word.match(/../g)?.toReversed().join("") ?? "").join(""),
    "hex",
  );
  return [{ address: addressOf(bytes), port: Number.parseInt(port, 16), isLoopback: isLoopback(bytes) }];
}

const MAPPED = Buffer.from("00000000000000000000ffff", "hex");
const ipv4In = (bytes: Buffer): Buffer | undefined => {
  if (bytes.length === 4) return bytes;
  return bytes.subarray(0, 12).equals(MAPPED) ? bytes.subarray(12) : undefined;
};

function isLoopback(bytes: Buffer): boolean {
  const ipv4 = ipv4In(bytes);
  return ipv4 === undefined ? bytes.every((byte, at) => byte === (at === 15 ? 1 : 0)) : ipv4[0] === 127;
}

function addressOf(bytes: Buffer): string {
  const ipv4 = ipv4In(bytes);
  if (ipv4 !== undefined) return [...ipv4].join(".");
  return bytes.every((byte) => byte === 0) ? "::" : (bytes.toString("hex").match(/.{4}/g) ?? []).join(":");
}
