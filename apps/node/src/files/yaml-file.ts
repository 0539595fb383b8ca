import { isAlias, isCollection, isMap, isNode, isPair, LineCounter, parseDocument, visit, type Document } from "yaml";
import { err, ok, type Result } from "@commonhall/domain";

/** Where a value stands within a file: `["targets", 0, "role"]`. */
export type FieldPath = readonly PropertyKey[];

/** One file that describes one object (interface.md 4), and what is needed to say where in it something is wrong. */
export interface YamlFile {
  /** As the person named it, for messages. */
  readonly name: string;
  readonly value: unknown;
  /** "campaign.yaml, line 7, targets[0].role: …" */
  sentence(path: FieldPath, message: string): string;
  /** Lines count from 1. Of what is missing, the line of what should have it. */
  lineOf(path: FieldPath): number;
}

export const MAX_FILE_BYTES = 1_000_000;

/**
 * YAML 1.2, one document, without anchors, aliases and tags of its own: a reader sees everything that the node sees.
 * Errors are whole sentences with file and line, all of them at once.
 */
export function parseYamlFile(name: string, text: string): Result<YamlFile, readonly string[]> {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    return err([`${name}: the file is larger than 1 MB, the most that is accepted`]);
  const lines = new LineCounter();
  const document = parseWithoutOverflow(text, lines);
  if (document === undefined) return err([`${name}: lists or maps stand in each other too deeply`]);
  const problems = syntaxProblems(document);
  if (problems.length > 0) {
    return err(problems.map(({ offset, message }) => `${name}, line ${lines.linePos(offset).line}: ${message}`));
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (value === null || value === undefined)
    return err([`${name}: the file is empty; it must begin with a kind, as in "kind: campaign"`]);
  const lineOf = (path: FieldPath): number => lineAt(document, lines, path);
  const sentence = (path: FieldPath, message: string) => {
    const field = fieldName(path);
    return `${name}, line ${lineOf(path)}${field === "" ? "" : `, ${field}`}: ${message}`;
  };
  return ok({ name, value, sentence, lineOf });
}

/** `targets[0].role` */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") return `${name}[${step}]`;
    return name === "" ? String(step) : `${name}.${String(step)}`;
  }, "");
}

interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** The parser calls itself for each level, so a megabyte of `[` runs it out of stack; it says so in an error or throws. */
function parseWithoutOverflow(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    const document = parseDocument(text, { version: "1.2", schema: "core", prettyErrors: false, lineCounter });
    return document.errors.some((error) => OVERFLOW.test(error.message)) ? undefined : document;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const OVERFLOW = /call stack size|stack overflow/i;

/** What is no YAML is told up to the fifth place: one forgotten bracket makes errors to the end of the file. */
function syntaxProblems(document: Document.Parsed): Problem[] {
  const wrong = [...document.errors, ...document.warnings].slice(0, 5).map((error) => ({
    offset: error.pos[0],
    message:
      error.code === "MULTIPLE_DOCS"
        ? "a file holds one document; take out what follows"
        : `this is not YAML: ${error.message}`,
  }));
  if (wrong.length > 0) return wrong;
  const problems: Problem[] = [];
  visit(document, {
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) problems.push({ offset, message: "aliases (*name) are not accepted; write the value out" });
      else if (node.anchor !== undefined)
        problems.push({ offset, message: "anchors (&name) are not accepted; take it out" });
      else if (node.tag !== undefined)
        problems.push({ offset, message: "types (!name) are not accepted; take it out" });
    },
    Pair: (_, { key }) => {
      if (isCollection(key))
        problems.push({ offset: key.range?.[0] ?? 0, message: "the name of a field must be a word" });
    },
  });
  return problems;
}

function lineAt(document: Document.Parsed, lines: LineCounter, path: FieldPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return isNode(document.contents) ? lines.linePos(document.contents.range?.[0] ?? 0).line : 1;
}

/** Of a field of a map the place of its name, of an item of a list the item's own. */
function offsetOf(document: Document.Parsed, path: FieldPath): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const step = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(step));
    return pair !== undefined && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
