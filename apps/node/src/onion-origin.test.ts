import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hall } from "./hall.ts";
import { startNode } from "./index.ts";
import { onionOrigin } from "./onion-origin.ts";

/** The Tor Project's own. */
const ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

/** Two bytes check the address, so that one wrong address of 65,536 passes for a right one. */
test("a mistyped sign is found wherever it stands", () => {
  const signs = [..."abcdefghijklmnopqrstuvwxyz234567"];
  const mistyped = Array.from(ONION.slice(0, 56)).flatMap((right, at) =>
    signs.filter((sign) => sign !== right).map((sign) => `http://${ONION.slice(0, at)}${sign}${ONION.slice(at + 1)}`),
  );
  expect(onionOrigin(`http://${ONION}`)).toBe(`http://${ONION}`);
  expect(mistyped).toHaveLength(56 * 31);
  expect(mistyped.filter((address) => onionOrigin(address) !== undefined).length).toBeLessThan(2);
});

describe("a node with an onion address", () => {
  let folder = "";
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "hall-onion-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("announces it on the workers' pages of the https address, and not over Tor", async () => {
    const dataFolder = join(folder, "data");
    await setUp(dataFolder);
    const path = join(folder, "hall.sock");
    const node = await startNode({
      dataFolder,
      listen: `unix:${path}`,
      origin: "https://hall.example",
      onionOrigin: `http://${ONION}`,
      clock: Date.now,
    });
    try {
      const shown = await Promise.all(["hall.example", ONION].map((host) => onionLocation(path, host)));
      expect(shown).toEqual([`http://${ONION}/page`, undefined]);
    } finally {
      await node.close();
    }
  });
});

async function setUp(dataFolder: string): Promise<void> {
  await writeFile(
    join(dataFolder, "..", "centre.yaml"),
    `kind: centre
handle: centro
name: Hall
summary: A hall
languages: [en]
regions: [LB]
sectors: ["isic4:T97"]
staff:
  - { name: first, roles: [administrator], passphrase: a long passphrase of six words }
  - { name: amina, roles: [caseworker], passphrase: a long passphrase of six words }
`,
  );
  const io = {
    environment: { HALL_DATA: dataFolder, HALL_ORIGIN: "https://hall.example", HALL_TEST_NETWORK: "1" },
    folders: [join(dataFolder, "..")],
    out: () => undefined,
    err: () => undefined,
    input: () => Promise.resolve(""),
  };
  expect(await hall(["setup", "centre.yaml"], io, { onEnd: () => undefined })).toBe(0);
}

function onionLocation(socketPath: string, host: string): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  request({ socketPath, path: "/page", headers: { host } }, (response) => {
    response.resume();
    const shown = response.headers["onion-location"];
    resolve(typeof shown === "string" ? shown : undefined);
  })
    .on("error", reject)
    .end();
  return promise;
}
