import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveFormer } from "@commonhall/node";
import { freePort } from "@commonhall/testkit/network";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram, runServer, whyNotRun } from "../programs.ts";
import { DEPLOY, environmentOf, ROOT, unitIn } from "../units.ts";

/* What docs/operators/move.md tells people to write into their Caddyfile, in front of the sign at the former address. */

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const missing = whyNotRun("caddy", "caddy");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-moved-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const environment = () => ({
  PATH: process.env["PATH"],
  HOME: folder,
  XDG_DATA_HOME: folder,
  XDG_CONFIG_HOME: folder,
});

/** The two pieces of the page, without the space that a list puts before them: the line with both names, and the sign. */
async function pieces(): Promise<readonly [both: string, sign: string]> {
  const page = await readFile(join(ROOT, "docs/operators/move.md"), "utf8");
  const blocks = [...page.matchAll(/^ {3}```caddyfile\n([^`]*)^ {3}```$/gm)].map(([, block = ""]) =>
    block.replaceAll(/^ {3}/gm, ""),
  );
  const [both, sign, ...rest] = blocks;
  expect(rest).toEqual([]);
  return [both?.trim() ?? expect.fail(), sign ?? expect.fail()];
}

const NAME = "{$HALL_HOST:hall.example} {";
const caddyfile = () => readFile(join(DEPLOY, "Caddyfile"), "utf8");

test("both of the guide's Caddyfiles are valid, and neither keeps a log of visits", async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const [both, sign] = await pieces();
  const text = await caddyfile();
  expect(text).toContain(NAME);
  for (const one of [text.replace(NAME, both), `${text.replace(NAME, "new.example {")}\n${sign}`]) {
    const file = join(folder, "Caddyfile");
    await writeFile(file, one);
    const valid = runProgram("caddy", ["validate", "--adapter", "caddyfile", "--config", file], environment());
    expect(valid, valid.text).toMatchObject({ code: 0 });
  }
  expect(sign).toContain("output discard");
});

test("the former name says where the centre went, and the later one leads to the node", async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const [former, later] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const actor = JSON.stringify({ id: `${former}/centres/hall`, movedTo: `${later}/centres/hall` });
  const house = { origin: former, to: later, left: 0, actors: { "/centres/hall": actor }, names: {} };
  const [path, nodes] = [join(folder, "former.sock"), join(folder, "hall.sock")];
  const shown = await serveFormer(house, { type: "unix", path }, SILENT);
  if (!shown.ok) throw new Error(shown.error.type);
  const node = createServer((_, response) => response.end("the node"));
  await once(node.listen(nodes), "listening");

  const [, sign] = await pieces();
  const listens = environmentOf(unitIn("commonhall-redirect.service"), [])["HALL_LISTEN"] ?? "";
  expect(sign).toContain(`reverse_proxy ${listens.replace("unix:", "unix/")} {`);
  const whole = `${(await caddyfile()).replace(NAME, `${later} {`)}\n${sign.replace("old.example {", `${former} {`)}`;
  const here = whole
    .replace("{\n", "{\n\tadmin off\n")
    .replace(listens.replace("unix:", ""), path)
    .replace("/run/commonhall/hall.sock", nodes);
  const file = join(folder, "Caddyfile");
  await writeFile(file, here);
  const words = ["run", "--adapter", "caddyfile", "--config", file];
  await using _server = await runServer("caddy", words, {
    port: Number(new URL(former).port),
    environment: environment(),
  });

  const ask = (url: string, accept: string) => fetch(url, { headers: { accept }, redirect: "manual" });
  const page = await ask(`${former}/campaigns/payup?x=1`, "text/html");
  expect([page.status, page.headers.get("location")]).toEqual([308, `${later}/campaigns/payup?x=1`]);
  const document = await ask(`${former}/centres/hall`, "application/activity+json");
  expect([document.status, await document.json()]).toEqual([200, JSON.parse(actor)]);
  const told = await fetch(`${former}/centres/hall/inbox`, { method: "POST", body: "{}" });
  expect(told.status).toBe(410);
  expect(await (await ask(`${later}/`, "text/html")).text()).toBe("the node");
  await shown.value.close();
  node.close();
});
