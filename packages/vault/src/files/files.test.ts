import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LARGEST_FILE } from "../intake/ports.ts";
import { checkFiles } from "./check-files.ts";
import { CHUNK_BYTES, chunkCount } from "./chunks.ts";
import { fileKind } from "./file-kind.ts";
import { harmlessName } from "./harmless-name.ts";
import type { SealedFile } from "./ports.ts";
import { fileOpener, fileSealer } from "./seal-files.ts";

const sealer = fileSealer({ cleanImage: async () => undefined });

async function sealed(bytes: Uint8Array) {
  const { files, chunks } = await sealer.seal([{ name: "a.bin", type: "", bytes }]);
  const stored = new Map(chunks.map(({ id, bytes }) => [id, bytes]));
  const file = files[0] ?? expect.fail();
  return { file, stored, open: (changed: Partial<SealedFile> = {}) => opened({ ...file, ...changed }, stored) };
}

const opened = (file: SealedFile, stored: ReadonlyMap<string, Uint8Array>) =>
  fileOpener.open(file, async (id) => stored.get(id));

const ROOM = CHUNK_BYTES - 16;

describe("chunks", () => {
  test.each([0, 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM])("%d bytes come back, and lie in whole MiB", async (length) => {
    const bytes = randomBytes(length);
    const { stored, open } = await sealed(bytes);
    expect([...stored.values()].map((chunk) => chunk.length)).toEqual(
      Array.from({ length: chunkCount(length) }, () => CHUNK_BYTES),
    );
    expect(await open()).toEqual(bytes);
  });

  test("no two ids are alike or in any order, and none is the file's", async () => {
    const { file, stored } = await sealed(randomBytes(5 * ROOM));
    expect(stored.size).toBe(5);
    expect([...stored.keys()]).not.toContain(file.id);
    for (const id of stored.keys()) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  test("one that is missing, altered, cut, moved, left out, added or of another file is refused", async () => {
    const { file, stored, open } = await sealed(Buffer.alloc(2 * ROOM + 5, "secret"));
    const [first = "", second = "", third = ""] = file.chunks;
    const other = await sealed(Buffer.alloc(2 * ROOM + 5, "secret"));
    const wrong: Partial<SealedFile>[] = [
      { chunks: [second, first, third] },
      { chunks: [first, second] },
      { chunks: [first, second], length: 2 * ROOM },
      { chunks: [first, second, third, third] },
      { chunks: [first, second, "0".repeat(32)] },
      { chunks: [first, first, third] },
      { id: other.file.id },
      { key: other.file.key },
      { length: 2 * ROOM + 4 },
    ];
    for (const change of wrong) expect([change, await open(change)]).toEqual([change, undefined]);
    const [name, chunk] = [...stored][0] ?? expect.fail();
    expect(await opened(file, new Map([...stored, [name, chunk.subarray(1)]]))).toBeUndefined();
    expect(
      await opened(
        file,
        new Map([...stored, ...other.stored, [name, other.stored.get(other.file.chunks[0] ?? "") ?? chunk]]),
      ),
    ).toBeUndefined();
    expect(await open()).toHaveLength(2 * ROOM + 5);
  });

  test("any bit that flips is noticed", async () => {
    const { file, stored } = await sealed(randomBytes(100));
    const [name, chunk] = [...stored][0] ?? expect.fail();
    await fc.assert(
      fc.asyncProperty(fc.nat(CHUNK_BYTES * 8 - 1), async (bit) => {
        const flipped = Uint8Array.from(chunk);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await opened(file, new Map([[name, flipped]]))).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });

  test("hold nothing that can be read", async () => {
    const { stored } = await sealed(Buffer.from("Amina was locked in"));
    for (const chunk of stored.values()) expect(Buffer.from(chunk).includes("Amina")).toBe(false);
  });
});

describe("how many and how large", () => {
  const file = (bytes: number) => ({ name: "x", type: "", bytes: new Uint8Array(bytes) });

  test("five of ten MiB are taken, a sixth and a byte more are not, and never sealed", async () => {
    const five = Array.from({ length: 5 }, () => file(3));
    expect(checkFiles([...five.slice(1), file(LARGEST_FILE)]).ok).toBe(true);
    expect(checkFiles([...five, file(1)])).toMatchObject({ error: { type: "too many files", count: 6, most: 5 } });
    const large = [file(LARGEST_FILE + 1)];
    expect(checkFiles(large)).toMatchObject({ error: { type: "file too large", name: "x" } });
    await expect(sealer.seal([...five, file(1)])).rejects.toThrow("too many files");
    await expect(sealer.seal(large)).rejects.toThrow("file too large");
  });
});

describe("the name of a file", () => {
  test.each([
    ["passport.jpg", "passport.jpg"],
    ["C:\\Users\\amina\\passport.jpg", "passport.jpg"],
    ["/home/amina/../../etc/passwd", "passwd"],
    ["../../../x", "x"],
    ["..", "file"],
    ["", "file"],
    ["/", "file"],
    [".bashrc", "bashrc"],
    ["-rf", "rf"],
    ["a\u202egpj.exe", "agpj.exe"],
    ["a\u0000b\nc\u001b[31m.txt", "abc[31m.txt"],
    ["$(rm -rf ~).pdf", "(rm -rf ).pdf"],
    ["<img src=x>.png", "img src=x.png"],
    ["nul.txt", "_nul.txt"],
    ["عقد العمل.pdf", "عقد العمل.pdf"],
    ["e\u0301.png", "é.png"],
  ])("%j becomes %j", (typed, name) => expect(harmlessName(typed)).toBe(name));

  test("is one of a file in no folder, not long, and stays what it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
        const name = harmlessName(typed);
        expect(name).toMatch(/^[^/\\\p{C}.][^/\\\p{C}]*$/u);
        expect([...name].length).toBeLessThanOrEqual(81);
        expect(harmlessName(name)).toBe(name);
      }),
    );
    expect(harmlessName(`${"long ".repeat(60)}.jpeg`)).toMatch(/^.{75}\.jpeg$/);
  });
});

describe("what a file is", () => {
  test.each([
    ["%PDF-1.7", "application/pdf"],
    ["\0\0\0\x18ftypmp42", "video/mp4"],
    ["\0\0\0\x18ftypM4A ", "audio/mp4"],
    ["\0\0\0\x18ftypheic", "image/heic"],
    ["OggS", "audio/ogg"],
    ["RIFF\0\0\0\0WAVE", "audio/wav"],
    ["ID3", "audio/mpeg"],
    ["PK\x03\x04", "application/zip"],
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream"],
    ["<html>", "application/octet-stream"],
    ["", "application/octet-stream"],
  ])("%j is %s, and is not decoded", (begins, type) => {
    expect(fileKind(Buffer.from(begins, "latin1"))).toEqual({ type, cleaning: "none" });
  });
});
