import type { WorkInProgress } from "@commonhall/domain";
import type { Reader } from "../../words/reader.ts";

const LONGEST = 60;

/** What somebody has begun to write, by the first words of it. */
export function workTitle({ words }: Reader, { kind, fields }: WorkInProgress): string {
  const language = fields["language"] ?? "";
  const typed = [
    `name.${language}`,
    `text.${language}`,
    ...Object.keys(fields).filter((name) => /^(?:name|text)\./.test(name)),
  ];
  const text = typed.map((name) => (fields[name] ?? "").trim()).find((value) => value !== "") ?? "";
  if (text === "") return words(`desk.work.untitled.${kind}`);
  const characters = [...text.replaceAll(/\s+/g, " ")];
  return characters.length <= LONGEST ? characters.join("") : `${characters.slice(0, LONGEST - 1).join("")}…`;
}
