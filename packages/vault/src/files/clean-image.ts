import { join } from "node:path";
import { gate } from "../gate.ts";
import { runConfined } from "./confined-process.ts";

/** A picture drawn anew as a JPEG, without anything that was written beside it; undefined where that could not be done. */
export type CleanImage = (bytes: Uint8Array) => Promise<Uint8Array | undefined>;

const CHILD = join(import.meta.dirname, "clean-image.child.ts");
const LARGEST_RESULT = 10 * 1024 * 1024;

/** The pictures library moves large pictures into temporary files, unless it is told a size that none has. */
const ENVIRONMENT = { VIPS_DISC_THRESHOLD: "64g", MALLOC_ARENA_MAX: "1" };

/** Each takes half a minute at worst, and nobody waits longer at a form than some minutes. */
const MOST_WAITING = 6;

/**
 * One picture after the other, each in a process of its own that knows nothing else. Where too many wait, or no process
 * can be started, there is no clean copy: the report is worth more than that, and the original is kept in any case.
 */
export function imageCleaner(clean: CleanImage = cleanAlone): CleanImage {
  const turn = gate(1, MOST_WAITING);
  return async (bytes) => {
    try {
      const cleaned = await turn(() => clean(bytes));
      return cleaned === "busy" ? undefined : cleaned;
    } catch {
      return undefined;
    }
  };
}

async function cleanAlone(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const cleaned = await runConfined({
    program: [CHILD],
    environment: ENVIRONMENT,
    input: bytes,
    mostOutput: LARGEST_RESULT,
  });
  return cleaned !== undefined && isBareJpeg(cleaned) ? cleaned : undefined;
}

/** JFIF, tables, frame: nothing that could carry a word (no APP1 to APP15, no comment). */
const DRAWING = new Set([0xe0, 0xdb, 0xc0, 0xc1, 0xc2, 0xc4, 0xdd]);

const START_OF_IMAGE = 0xffd8;
const START_OF_SCAN = 0xffda;
const END_OF_IMAGE = 0xffd9;

/** Whether a JPEG holds a drawing and nothing else up to its first scan (ITU-T T.81, annex B). Whatever drew it, this is looked at here. */
export function isBareJpeg(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== START_OF_IMAGE) return false;
  if (view.getUint16(bytes.length - 2) !== END_OF_IMAGE) return false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    if (marker === START_OF_SCAN) return true;
    if (marker >>> 8 !== 0xff || !DRAWING.has(marker & 0xff)) return false;
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}
