import sharp from "sharp";

// A process for one picture: what comes in on standard input is decoded, drawn anew and written to standard output.
// Whatever goes wrong ends it with an exit code and without a word, because an error message may quote the picture.

/** About what the sensors of good phones give; a decoded pixel takes three or four bytes. */
const MOST_PIXELS = 50_000_000;
/** Enough to read a contract in a photograph. */
const LONGEST_SIDE = 4000;

const LOADERS = ["JpegBuffer", "PngBuffer", "NsgifBuffer", "WebpBuffer"];

async function clean(bytes: Buffer): Promise<Buffer> {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) });
  return sharp(bytes, { failOn: "error", limitInputPixels: MOST_PIXELS, sequentialRead: true, pages: 1 })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg({ quality: 88 })
    .toBuffer();
}

try {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  const cleaned = await clean(Buffer.concat(pieces));
  process.stdout.end(cleaned);
} catch {
  process.exitCode = 1;
}
