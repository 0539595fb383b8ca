import { rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Option } from "commander";
import { isCaseId, type CaseFile, type OpenCase } from "@commonhall/vault";
import { couldNot, done, wrong, type Outcome } from "../outcome.ts";
import { caseSentence, type AtDesk, type CaseDefinition } from "./case-command.ts";

/** One file of a case, out of the vault: what is saved lies unsealed from then on. */
export const CASE_FILE: CaseDefinition = {
  usage: "file <id> <file>",
  description: "one file of a case, to standard output or to a path that is free; hall case show names the files",
  permission: "work on cases",
  options: [
    new Option("--to <path>", "a new file, readable by this account alone"),
    new Option("--original", "as it came, although there is a clean copy: it may tell a place and a device"),
  ],
  run: async (at) => {
    const { desk, words, options, io } = at;
    const [id = "", wanted = ""] = words;
    const { to } = options;
    if (!isCaseId(id)) return wrong(`ID: \`${id}\` is no case; hall case list names them`);
    if (typeof to !== "string" && options["json"] === true) {
      return wrong("--json prints one JSON value, so the file cannot stand there as well: say --to PATH");
    }
    if (typeof to !== "string" && io.outBytes === undefined) {
      return wrong("Standard output is a terminal: say --to PATH, or send it into a file or a program");
    }
    const opened = await desk.cases.open(id);
    if (!opened.ok) return couldNot(caseSentence(opened.error));
    const found = filesOf(opened.value).find((file) => file.id === wanted);
    if (found === undefined) return couldNot("There is no such file in the case.");
    const clean = filesOf(opened.value).find(({ copyOf }) => copyOf === found.id);
    if (clean !== undefined && options["original"] !== true) {
      return wrong(`There is a clean copy of this, ${clean.id}. For the file as it came say --original.`);
    }
    const read = await desk.cases.file(id, wanted);
    if (!read.ok) return couldNot("The file cannot be read: a part of it is missing or was changed.");
    return typeof to === "string" ? save(at, to, read.value) : { ...done(found, ""), bytes: read.value.bytes };
  },
};

const filesOf = ({ told }: OpenCase): readonly CaseFile[] => told.flatMap(({ files }) => files);

/** Nothing that is there is written over. */
async function save(
  { io }: AtDesk,
  to: string,
  { file, bytes }: { readonly file: CaseFile; readonly bytes: Uint8Array },
): Promise<Outcome> {
  const path = resolve(io.folders[0] ?? ".", to);
  try {
    await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if (error.code === "EEXIST") return couldNot(`--to: ${to} is there already`);
    await rm(path, { force: true });
    return couldNot(`--to: ${to} could not be written: the system says ${String(error.code)}`);
  }
  return done({ ...file, path }, path);
}
