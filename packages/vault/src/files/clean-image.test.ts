import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { imageCleaner, isBareJpeg } from "./clean-image.ts";
import { runConfined } from "./confined-process.ts";
import { fileOpener, fileSealer } from "./seal-files.ts";

const cleanImage = imageCleaner();
const sealer = fileSealer({ cleanImage });

const PLANTED = "planted-secret-beit-mery-33.86N";

const picture = (width = 60, height = 40) => sharp({ create: { width, height, channels: 3, background: "#a03020" } });

const photograph = () =>
  picture()
    .withExif({ IFD0: { Make: PLANTED, Artist: PLANTED }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "33/1 51/1 0/1" } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${PLANTED}</a></x:xmpmeta>`)
    .withMetadata({ orientation: 6 });

/** What a file becomes when it is taken in: its original, and the clean copy if there is one. */
async function taken(bytes: Uint8Array, name = "picture.jpg", type = "image/jpeg") {
  const { files, chunks } = await sealer.seal([{ name, type, bytes }]);
  const read = async (id: string) => chunks.find((chunk) => chunk.id === id)?.bytes;
  const [original = expect.fail(), clean] = files;
  expect(await fileOpener.open(original, read)).toEqual(Buffer.from(bytes));
  return { original, clean, copy: clean && (await fileOpener.open(clean, read)) };
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** A PNG that says of itself how large it is, and brings whatever it likes. */
function png(width: number, height: number, pixels: Uint8Array, ...more: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("a picture that staff look at", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "says nothing of where a %s was taken and with what, and stands upright",
    async (format) => {
      const bytes = await photograph().toFormat(format).toBuffer();
      expect(bytes.includes(PLANTED)).toBe(true);
      const { original, clean, copy = expect.fail() } = await taken(bytes, "family/photo.xyz", "text/plain");
      expect(original).toMatchObject({ kind: "original", name: "photo.xyz", type: `image/${format}` });
      expect(clean).toMatchObject({ kind: "clean", copyOf: original.id, name: "photo.jpg", type: "image/jpeg" });
      expect(Buffer.from(copy).includes(PLANTED.slice(0, 7))).toBe(false);
      const { width, height, exif, xmp, icc, iptc, orientation } = await sharp(copy).metadata();
      expect({ width, height, exif, xmp, icc, iptc, orientation }).toEqual({ width: 40, height: 60 });
    },
  );

  test("brings nothing that was hung on behind it, and of moving pictures the first", async () => {
    const behind = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from(`PK\x03\x04<script>${PLANTED}`)]);
    const { copy } = await taken(behind);
    expect(Buffer.from(copy ?? expect.fail()).includes(PLANTED)).toBe(false);
    const frames = await Promise.all(
      ["red", "blue", "green"].map((background) =>
        sharp({ create: { width: 9, height: 9, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(3);
    expect(await sharp((await taken(moving)).copy).metadata()).toMatchObject({ format: "jpeg", width: 9, height: 9 });
  });

  test("loses the texts that a PNG carries", async () => {
    const text = chunk("tEXt", Buffer.from(`Comment\0${PLANTED}`));
    const { copy } = await taken(png(2, 2, Buffer.from([0, 1, 2, 0, 3, 4]), text));
    expect(Buffer.from(copy ?? expect.fail()).includes(PLANTED)).toBe(false);
  });

  test("is drawn smaller where it is very large", async () => {
    const { copy } = await taken(await picture(9000, 300).png().toBuffer());
    expect(await sharp(copy).metadata()).toMatchObject({ width: 4000, height: 133 });
  });

  test("is looked at once more: what says a word beside the drawing is no clean copy", async () => {
    expect(isBareJpeg(await picture().jpeg().toBuffer())).toBe(true);
    expect(isBareJpeg(await photograph().jpeg().toBuffer())).toBe(false);
    expect(isBareJpeg(await picture().withIccProfile("p3").jpeg().toBuffer())).toBe(false);
    for (const bytes of ["", "\xff\xd8", "\xff\xd8\xff\xd9", "\xff\xd8\xff\xe0\x00\x00"])
      expect(isBareJpeg(Buffer.from(bytes, "latin1"))).toBe(false);
  });
});

describe("what cannot be cleaned stays as it came, and nothing else", () => {
  const jpeg = () => picture(400, 300).jpeg().toBuffer();
  const enlarged = async () => {
    const bytes = await jpeg();
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt32BE(0xffffffff, frame + 5);
    return bytes;
  };
  const svg = (inside: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${inside}</svg>`);
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>';
  const noise = () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5000)]);

  const hostile: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
    "a picture of 4,294,967,295 pixels in a few bytes": enlarged,
    "a PNG that says it is as wide as the world": () => png(0x7fffffff, 0x7fffffff, Buffer.alloc(9)),
    "a PNG of 900 million pixels that packs to nothing": () => png(30_000, 30_000, Buffer.alloc(30_001 * 3000)),
    "a real picture of more pixels than phones take": () => picture(8000, 7000).png().toBuffer(),
    "a PNG that ends before its pixels do": () => png(500, 500, Buffer.alloc(40)),
    "half a photograph": async () => (await jpeg()).subarray(0, 900),
    "the first bytes of a photograph": () => Uint8Array.of(0xff, 0xd8, 0xff),
    "noise that begins as a photograph": noise,
    "a zip": () => Buffer.concat([Buffer.from("PK\x03\x04"), gzipSync(Buffer.alloc(1 << 20))]),
    "a drawing program": () => svg(`<image href="file:///etc/passwd"/><script>${PLANTED}</script>`),
    "a drawing program that grows": () => Buffer.concat([Buffer.from(laughs), svg("&c;")]),
    "a TIFF": () => picture().tiff().toBuffer(),
    "an AVIF": () => picture().avif().toBuffer(),
    nothing: () => new Uint8Array(),
  };

  test.each(Object.entries(hostile))("%s", async (_, make) => {
    const bytes = await make();
    const { original, clean } = await taken(bytes);
    expect([original.length, clean]).toEqual([bytes.length, undefined]);
  });
});

describe("the process that decodes", () => {
  const run = (script: string, more: { mostOutput?: number; longestRun?: number } = {}) =>
    runConfined({ program: ["-e", script], environment: {}, input: Buffer.from("in"), mostOutput: 100, ...more });

  test("gives back what it writes, and knows nothing of the one that started it", async () => {
    const said = await run(
      'process.stdin.on("data", (d) => process.stdout.write(d + JSON.stringify(process.env.PATH ?? null)))',
    );
    expect(Buffer.from(said ?? []).toString()).toBe("innull");
  });

  test.each([
    ["writes a file", 'require("fs").writeFileSync("/tmp/x", "x")'],
    ["starts a program", 'require("child_process").execSync("true")'],
    ["takes memory without end", "const all = []; for (;;) all.push(Buffer.alloc(1 << 26, 1))"],
    ["writes more than anybody wants", 'process.stdout.write("x".repeat(101))'],
    ["ends badly", "process.exit(1)"],
  ])("one that %s gives nothing", async (_, script) => expect(await run(script)).toBeUndefined());

  test.runIf(existsSync("/proc/self/limits"))("is held by the system where that can be looked up", async () => {
    const limits = await run('process.stdout.write(require("fs").readFileSync("/proc/self/limits"))', {
      mostOutput: 9000,
    });
    const said = Buffer.from(limits ?? []).toString();
    expect(said).toMatch(/Max data size +1073741824 +1073741824/);
    expect(said).toMatch(/Max file size +0 +0/);
    expect(said).toMatch(/Max cpu time +20 +20/);
    expect(said).toMatch(/Max core file size +0 +0/);
  });

  test("one that never ends is ended", async () => {
    expect(await run("for (;;);", { longestRun: 500 })).toBeUndefined();
  });
});

describe("many pictures at once", () => {
  test("wait for each other, and where too many wait the next goes without a copy", async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    const slow = imageCleaner(() => promise);
    const waiting = Array.from({ length: 7 }, () => slow(new Uint8Array()));
    expect(await slow(new Uint8Array())).toBeUndefined();
    resolve(new Uint8Array([1]));
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 7 }, () => new Uint8Array([1])));
  });

  test("are not stopped by one that the machine had no memory for", async () => {
    let turns = 0;
    const poor = imageCleaner(async (bytes) => {
      if (++turns === 1) throw new Error("spawn ENOMEM");
      return bytes;
    });
    expect(await poor(new Uint8Array([1]))).toBeUndefined();
    expect(await poor(new Uint8Array([2]))).toEqual(new Uint8Array([2]));
  });
});
