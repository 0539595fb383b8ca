import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { LONGEST } from "./longest-files.ts";
import { manifest, readTree, type Tree } from "./architecture/sources.ts";
import { violations } from "./architecture/violations.ts";

const tree = readTree(resolve(import.meta.dirname, ".."));

describe("the house", () => {
  test("has been read: every floor, and files on each", () => {
    for (const floor of ["domain", "wire", "store", "vault", "federation", "web", "testkit"]) {
      expect(tree.sources.filter(({ path }) => path.startsWith(`packages/${floor}/src/`)).length).toBeGreaterThan(3);
    }
    expect(tree.sources.filter(({ path }) => path.startsWith("apps/node/src/")).length).toBeGreaterThan(3);
    expect(tree.manifests.length).toBeGreaterThan(6);
  });

  test("has every file of tests that is begun first", () => {
    const paths = new Set(tree.sources.map(({ path }) => path));
    expect(LONGEST.filter((path) => !paths.has(path))).toEqual([]);
  });

  test("keeps its rules", () => {
    expect(violations(tree)).toEqual([]);
  });
});

/** A house of three floors and one file, to see that what is planted is found. */
function planted(
  path: string,
  text: string,
  changes: { readonly manifests?: readonly [string, object][] } = {},
): string[] {
  const floor = (name: string, rest: object = {}) => ({
    name: `@commonhall/${name}`,
    exports: { ".": "./src/index.ts" },
    ...rest,
  });
  const folders = new Map<string, object>([
    ["packages/domain", floor("domain")],
    ["packages/wire", floor("wire", { dependencies: { "@commonhall/domain": "", zod: "" } })],
    ["packages/store", floor("store", { dependencies: { "@commonhall/domain": "" } })],
    [
      "packages/federation",
      floor("federation", {
        dependencies: { "@commonhall/wire": "", "@fedify/fedify": "", undici: "" },
        devDependencies: { vitest: "" },
      }),
    ],
    ["packages/web", floor("web", { dependencies: { "@commonhall/vault": "", hono: "" } })],
    ...(changes.manifests ?? []),
  ]);
  const small: Tree = {
    sources: [{ path, text }],
    manifests: [...folders].map(([folder, json]) => manifest(folder, JSON.stringify(json))),
  };
  return violations(small);
}

describe("what is planted is found", () => {
  test("nothing where there is nothing", () => {
    expect(
      planted("packages/wire/src/a.ts", 'import { z } from "zod";\nimport type { Texts } from "@commonhall/domain";\n'),
    ).toEqual([]);
  });

  test.each([
    ["packages/domain/src/a.ts", 'import { z } from "zod";'],
    ["packages/domain/src/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/wire/src/a.ts", 'import { connect } from "node:net";'],
    ["packages/wire/src/a.ts", 'import type {\n  Store,\n} from "@commonhall/store";'],
    ["packages/wire/src/a.ts", 'export * from "../../store/src/index.ts";'],
    ["packages/wire/src/a.ts", 'const store = await import("@commonhall/store");'],
    ["packages/wire/src/a.ts", "const store = await import(name);"],
    ["packages/wire/src/a.ts", 'import "@commonhall/domain/src/ids.ts";'],
    ["packages/wire/src/a.ts", 'import { test } from "vitest";'],
    ["packages/wire/src/a.ts", 'import { x } from "./a.test.ts";'],
    ["packages/federation/src/inbox/a.ts", 'import { verifyRequest } from "@fedify/fedify";'],
    ["packages/federation/src/inbox/a.ts", 'import { Agent } from "undici";'],
    ["packages/federation/src/inbox/a.ts", 'const answer = await fetch("https://hall.example/");'],
    ["packages/web/src/campaigns/a.ts", 'import { openCase } from "@commonhall/vault";'],
    ["packages/web/src/release/a.ts", 'import { RULES } from "@commonhall/anonymity/testing";'],
    ["packages/wire/src/a.ts", "const now = Date.now();"],
    ["packages/wire/src/a.ts", "const random = Math.random();"],
    ["packages/wire/src/a.ts", "const x: any = 1;"],
    ["packages/wire/src/a.ts", "const x = y as any;"],
    ["packages/wire/src/a.test.ts", 'vi.mock("node:crypto");'],
    ["packages/wire/src/a.ts", "\n".repeat(400) + "export {};"],
    ["elsewhere/a.ts", "export {};"],
  ])("%s: %j", (path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  test("a comment and an address are no import and no call", () => {
    const text =
      '// Date.now() is the root\'s\n/** as any other: import("x") */\nexport const home = "https://fetch(x)/";\nexport const many = "as any"; const text = `x: any`;';
    expect(planted("packages/wire/src/a.ts", text)).toEqual([]);
  });

  test("Fedify may be imported in its room", () => {
    expect(planted("packages/federation/src/fedify/a.ts", 'import { verifyRequest } from "@fedify/fedify";')).toEqual(
      [],
    );
  });

  test("what is for tests may be used by the demonstration, and what runs uses neither", () => {
    const node = { name: "@commonhall/node", exports: {}, devDependencies: { feedsmith: "" } };
    const found = (path: string, text: string) => planted(path, text, { manifests: [["apps/node", node]] });
    expect(found("apps/node/src/demo/a.ts", 'import { parseAtomFeed } from "feedsmith";')).toEqual([]);
    expect(found("apps/node/src/demo/a.ts", 'import ICAL from "ical.js";')).toHaveLength(1);
    expect(found("apps/node/src/a.ts", 'import { parseAtomFeed } from "feedsmith";')).toHaveLength(1);
    expect(found("apps/node/src/a.ts", 'import { b } from "./demo/b.ts";')).toHaveLength(1);
  });

  test("a dependency that a floor may not have, though no file uses it", () => {
    const withStore = { name: "@commonhall/federation", exports: {}, dependencies: { "@commonhall/store": "" } };
    expect(planted("packages/wire/src/a.ts", "", { manifests: [["packages/federation", withStore]] })).toEqual([
      "packages/federation/package.json: federation may not depend on @commonhall/store",
    ]);
  });

  test("a way to the vault through another floor", () => {
    const domain = { name: "@commonhall/domain", exports: {}, dependencies: { "@commonhall/vault": "" } };
    const found = planted("packages/wire/src/a.ts", "", { manifests: [["packages/domain", domain]] });
    expect(found).toContain("federation: its dependencies lead to the vault");
    expect(found).toContain("store: its dependencies lead to the vault");
  });

  test.each(["wire", "store", "federation", "web"])("a way from the vault to %s", (floor) => {
    const vault = { name: "@commonhall/vault", exports: {}, dependencies: { "@commonhall/domain": "" } };
    const door = { name: "@commonhall/anonymity", exports: {}, dependencies: { [`@commonhall/${floor}`]: "" } };
    const around = { ...vault, dependencies: { "@commonhall/anonymity": "" } };
    const found = (manifests: readonly [string, object][]) => planted("packages/wire/src/a.ts", "", { manifests });
    expect(found([["packages/vault", vault]])).toEqual([]);
    expect(
      found([
        ["packages/vault", around],
        ["packages/anonymity", door],
      ]),
    ).toContain(`vault: its dependencies lead to ${floor}`);
    const inTests = { ...vault, devDependencies: { [`@commonhall/${floor}`]: "" } };
    expect(found([["packages/vault", inTests]])).toContain(`vault: its tests depend on ${floor}`);
  });

  test.each(["node:net", "node:http", "node:https", "node:dns", "node:tls", "node:dgram", "node:http2", "undici"])(
    "a socket in the vault: %s",
    (name) => {
      const vault = { name: "@commonhall/vault", exports: {}, dependencies: { undici: "" } };
      const found = planted("packages/vault/src/a.ts", `import * as door from "${name}";`, {
        manifests: [["packages/vault", vault]],
      });
      expect(found.filter((line) => line.includes(name))).toHaveLength(1);
    },
  );
});
