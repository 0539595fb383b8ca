import type { FileHandle } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";

/** Longer than any line that somebody means to have in a file of lines, and small enough to be held. */
const LONGEST = 16_384;

/** The lines of a file, one at a time, however long the file is. What is longer than a line may be comes cut off. */
export async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of file.createReadStream({ autoClose: false })) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = (lines.pop() ?? "").slice(0, LONGEST);
    yield* lines.map(withoutReturn);
  }
  rest += decoder.end();
  if (rest !== "") yield withoutReturn(rest);
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);
