import { expect, test } from "vitest";
import { codeIn, diskCodeIn, pathIn, systemSentence } from "./system-refusals.ts";

const failed = (code: string, more: object = {}) => Object.assign(new Error("no"), { code, ...more });

test("a code and a path are found wherever in an error they stand", () => {
  const error = failed("ENOSPC", { path: "/srv/copies/a" });
  const around = new Error("could not", { cause: new Error("could not either", { cause: error }) });
  for (const one of [error, around])
    expect([codeIn(one), diskCodeIn(one), pathIn(one)]).toEqual(["ENOSPC", "ENOSPC", "/srv/copies/a"]);
  for (const none of [new Error("no"), failed("ERR_INVALID_ARG_TYPE"), "ENOSPC", undefined]) {
    expect([codeIn(none), diskCodeIn(none), pathIn(none)]).toEqual([undefined, undefined, undefined]);
  }
  // Of the system, and nothing that somebody can do about a disk.
  expect([codeIn(failed("ECONNREFUSED")), diskCodeIn(failed("ECONNREFUSED"))]).toEqual(["ECONNREFUSED", undefined]);
});

test.each([
  ["ENOSPC", /Make room/],
  ["SQLITE_FULL", /Make room/],
  ["EROFS", /mount it for writing/],
  ["EACCES", /chown -R/],
  ["SQLITE_READONLY", /chown -R/],
  ["SQLITE_NOTADB", /hall restore/],
  ["SQLITE_CORRUPT", /hall restore/],
  ["COMMONHALL_NEWER", /Install that version again/],
  ["SQLITE_BUSY", /do the same again/],
  ["EIO", /another disk/],
  ["ENOENT", /make the folder/],
  ["EEXIST", /a file lies where/],
  ["ENOTDIR", /a file lies where/],
  ["EISDIR", /a folder lies where/],
  ["SQLITE_IOERR_READ", /another disk/],
])("%s comes with what to do", (code, what) => {
  const sentence = systemSentence("The data cannot be opened", code);
  expect(sentence).toMatch(what);
  expect(sentence).toMatch(/^The data cannot be opened: .+\.$/);
  expect(sentence).toContain(code);
});
