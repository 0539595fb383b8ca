import { promises as streams } from "node:stream";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { LARGEST_FILE, MOST_FILES, type IncomingFile } from "@commonhall/vault";
import { formValues, type FormValues } from "../layout/read-form.ts";
import { carried } from "./carried.ts";

/** What arrived, as far as it could be read: whatever is wrong with it, what was typed can be shown again. */
export interface IntakeForm extends Disposable {
  readonly values: FormValues;
  readonly files: readonly IncomingFile[];
  readonly problems: readonly FormProblem[];
}

export type FormProblem =
  | { readonly type: "file too large"; readonly name: string }
  | { readonly type: "too many files" }
  /** There is room for files again when others have been sealed. */
  | { readonly type: "no room" }
  /** More than any form of ours sends, or than a page can show again: what came after was not read. */
  | { readonly type: "too large" }
  /** It broke off, or is no form. */
  | { readonly type: "broken" };

/** A form without files: each text in the longest encoding that there is, and the sealed draft of all of them. */
const MOST_TEXT = 2 * 1024 * 1024;
/** Files that are too large are read to their end and thrown away, or a browser would not show the answer. */
const MOST_WITH_FILES = MOST_FILES * LARGEST_FILE * 2 + MOST_TEXT;
const LIMITS = {
  fieldNameSize: 100,
  fieldSize: MOST_TEXT,
  fields: 200,
  fileSize: LARGEST_FILE,
  headerPairs: 20,
  headerSize: 4096,
} as const;

/** How many bytes of files may be in memory at once, of everybody together. Texts need none of it. */
export interface FileRoom {
  left: number;
}
export const fileRoom = (bytes = MOST_AT_ONCE): FileRoom => ({ left: bytes });
const MOST_AT_ONCE = 256 * 1024 * 1024;

/** Reads a form with or without files. Nothing of it touches the disk. The room that its files take is given back when it is disposed of. */
export async function readIntakeForm(request: Request, room: FileRoom): Promise<IntakeForm> {
  const type = request.headers.get("content-type") ?? "";
  return type.startsWith("multipart/form-data") ? readWithFiles(request, type, room) : readTyped(request);
}

async function readTyped(request: Request): Promise<IntakeForm> {
  const chunks: Uint8Array[] = [];
  const cut = await take(request, MOST_TEXT, (chunk) => void chunks.push(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  const fields = firstFields(text);
  const { entries, isCut } = carried([...new URLSearchParams(fields)]);
  const values = formValues(entries);
  const tooLarge = cut || isCut || fields.length < text.length;
  return { values, files: [], problems: tooLarge ? [{ type: "too large" }] : [], [Symbol.dispose]: () => undefined };
}

/** As many as are read of a form with files: a million empty ones would keep everybody waiting for seconds. */
function firstFields(text: string): string {
  let end = -1;
  for (let count = 0; count < LIMITS.fields; count += 1) {
    end = text.indexOf("&", end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

async function readWithFiles(request: Request, type: string, room: FileRoom): Promise<IntakeForm> {
  const typed: [string, string][] = [];
  const files: IncomingFile[] = [];
  const problems: FormProblem[] = [];
  const taken = { bytes: 0 };
  let cut = false;
  try {
    const parser = new Busboy({ headers: { "content-type": type }, limits: LIMITS });
    // One that comes after the end is heard too, or it would end the program.
    parser.on("error", () => undefined);
    let letters = 0;
    parser.on("field", (name, value) => {
      letters += value.length;
      if (letters <= MOST_TEXT) typed.push([name, value]);
    });
    let begun = 0;
    parser.on("file", (_field, stream, name: string | undefined, _encoding, type: string | undefined) => {
      collect(stream, {
        begins: () => ++begun <= MOST_FILES,
        fits: (bytes) => takeRoom(room, taken, bytes),
        ends: (bytes) => {
          const file = { name: fileName(name ?? ""), type: (type ?? "").slice(0, 100) };
          if (stream.truncated) problems.push({ type: "file too large", name: file.name });
          else if (bytes === undefined) problems.push({ type: "no room" });
          else if (bytes.length > 0) files.push({ ...file, bytes });
        },
      });
    });
    await streams.pipeline(async function* () {
      const source = chunksOf(request, MOST_WITH_FILES);
      for await (const chunk of source) {
        if (chunk === "cut") cut = true;
        else yield chunk;
      }
    }, parser);
    if (begun > MOST_FILES) problems.push({ type: "too many files" });
  } catch {
    // What breaks off is shown again as far as it came. The error may hold what was typed: it goes nowhere.
    problems.push({ type: cut ? "too large" : "broken" });
  }
  const giveBack = () => {
    room.left += taken.bytes;
    taken.bytes = 0;
  };
  const { entries, isCut } = carried(typed);
  if (isCut) problems.push({ type: "too large" });
  return { values: formValues(entries), files, problems, [Symbol.dispose]: giveBack };
}

function takeRoom(room: FileRoom, taken: { bytes: number }, bytes: number): boolean {
  if (bytes > room.left) return false;
  room.left -= bytes;
  taken.bytes += bytes;
  return true;
}

interface Collecting {
  /** Whether it is still wanted. A box without a file sends one without a byte, which never begins. */
  readonly begins: () => boolean;
  readonly fits: (bytes: number) => boolean;
  /** Undefined where it did not fit. */
  readonly ends: (bytes: Uint8Array | undefined) => void;
}

function collect(stream: BusboyFileStream, { begins, fits, ends }: Collecting): void {
  let chunks: Buffer[] | undefined = [];
  let wanted: boolean | undefined;
  stream.on("data", (chunk: Buffer) => {
    wanted ??= begins();
    if (!wanted || stream.truncated) return;
    if (chunks !== undefined && fits(chunk.length)) chunks.push(chunk);
    else chunks = undefined;
  });
  // The form breaks off with it, which its reader says; unheard, this would end the program.
  stream.on("error", () => undefined);
  stream.on("end", () => ends(chunks === undefined ? undefined : Buffer.concat(chunks)));
}

async function take(request: Request, most: number, keep: (chunk: Uint8Array) => void): Promise<boolean> {
  for await (const chunk of chunksOf(request, most)) {
    if (chunk === "cut") return true;
    keep(chunk);
  }
  return false;
}

async function* chunksOf(request: Request, most: number): AsyncGenerator<Uint8Array | "cut"> {
  const reader = request.body?.getReader();
  if (reader === undefined) return;
  let left = most;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.length;
    if (left < 0) {
      await reader.cancel();
      yield "cut";
      return;
    }
    yield value;
  }
}

/** The last part of a path of either kind, without marks that cannot be seen. */
function fileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return (
    last
      .replace(/[\p{Cc}\p{Cf}]/gu, "")
      .trim()
      .slice(-120) || "file"
  );
}
