import { expect, test } from "vitest";
import { brokenSentence, codeIn, diskCodeIn, pathIn, systemSentence } from "./system-refusals.ts";

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
  ["COMMONHALL_NO_KEYRING", /hall restore vault-keyring\.sealed/],
  ["COMMONHALL_NO_DATA", /hall restore/],
  ["EISDIR", /bring the file back/],
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

test("what broke off in the middle of something is told where somebody can do something about it, and no fault of the program is", () => {
  const lite = { dataFolder: "/srv/hall" };
  const postgres = { ...lite, database: "postgres://hall:secret@db/hall" };
  expect(brokenSentence(failed("SQLITE_FULL"), lite)).toMatch(/at \/srv\/hall \(HALL_DATA\): .*Make room/);
  for (const [code, what] of [
    ["53100", /Make room there/],
    ["25006", /the one that can be written/],
    ["57P01", /See that PostgreSQL runs/],
    ["ECONNREFUSED", /See that PostgreSQL runs/],
    ["COMMONHALL_NEWER", /Install that version again/],
  ] as const) {
    expect(brokenSentence(failed(code), postgres)).toMatch(what);
    expect(brokenSentence(failed(code), postgres)).not.toContain("secret");
  }
  for (const none of [failed("42P01"), new TypeError("no"), failed("53100")]) {
    expect(brokenSentence(none, lite)).toBeUndefined();
  }
  expect(brokenSentence(failed("42P01"), postgres)).toBeUndefined();
});
