import type { z } from "zod";
import { err, ok, type Result } from "@commonhall/domain";
import type { FieldPath, YamlFile } from "./yaml-file.ts";

/** Reads a file by a schema of `fields.ts`; everything that is wrong with it at once, in the order of its lines. */
export function checkFields<T>(file: YamlFile, schema: z.ZodType<T>): Result<T, readonly string[]> {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return ok(parsed.data);
  return err(
    problemsOf(parsed.error)
      .map(({ path, message }) => ({ line: file.lineOf(path), sentence: file.sentence(path, message) }))
      .sort((a, b) => a.line - b.line)
      .map(({ sentence }) => sentence),
  );
}

/** Each field that is wrong, an unknown one by its own name. */
export const problemsOf = (error: z.ZodError): readonly { readonly path: FieldPath; readonly message: string }[] =>
  error.issues.flatMap((issue): { path: FieldPath; message: string }[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }))
      : [{ path: issue.path, message: issue.message }],
  );
