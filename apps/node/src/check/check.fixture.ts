import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trusted } from "@commonhall/domain";
import { ally, fakeClock, startLocalServer } from "@commonhall/testkit";
import { centreDraft, PASSPHRASE, postDraft } from "@commonhall/testkit/network";
import { federationOver } from "../compose.ts";
import { startNode, type RunningNode } from "../index.ts";
import type { Settings } from "../settings.ts";
import type { Finding } from "./finding.ts";
import { logPlaces } from "./log-places.ts";
import type { Check, CheckPorts } from "./ports.ts";
import { waysTo } from "./ways.ts";

export interface Passed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface CheckScene extends AsyncDisposable {
  readonly folder: string;
  readonly node: RunningNode;
  readonly ports: CheckPorts;
  readonly run: (check: Check, changed?: Partial<CheckPorts>) => Promise<Finding>;
  /** A way to the node past something that stands before it, as a web server does, and changes what comes through. */
  readonly behind: (change: (passed: Passed, path: string) => Passed) => Promise<CheckPorts["ways"]>;
  /** To be closed with the rest. */
  readonly owns: (close: () => Promise<void>) => void;
}

export const logsIn = (files: readonly string[]) =>
  logPlaces({ files, folders: [], journal: false, settle: async () => undefined, now: () => 0 });

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A good node, served, with somebody who takes reports and something that is for allies alone. */
export async function checkScene(): Promise<CheckScene> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-check-"));
  const clock = fakeClock();
  const dataFolder = join(folder, "data");
  const node = await startNode({ dataFolder, listen: "127.0.0.1:0", clock });
  await beginsTo(node);
  const { host, port } = new URL(node.origin);
  const site = { origin: node.origin, handleHost: host };
  const settings: Settings = {
    dataFolder,
    pepperFile: `${dataFolder}.pepper`,
    listen: { type: "tcp", host: "127.0.0.1", port: Number(port) },
    testNetwork: false,
    role: "all",
  };
  const { store, vault } = node;
  const strict = { dataFolder, site, testNetwork: false, clock, random: () => 0, log: QUIET };
  const federation = await federationOver(store, strict);
  const ports: CheckPorts = {
    settings,
    site,
    store,
    vault,
    federation,
    clock,
    ways: await waysTo(site, settings.listen),
    modes: [],
    logs: logsIn([]),
    listening: async () => [],
  };
  const own: (() => Promise<void>)[] = [() => node.close(), () => federation.close()];
  return {
    folder,
    node,
    ports,
    run: (check, changed = {}) => check({ ...ports, ...changed }),
    behind: async (change) => {
      const server = await startLocalServer(async ({ path, headers }, response) => {
        const passed = change(await passOn(node.origin, path, headers), path);
        const { "content-length": _, "transfer-encoding": __, ...rest } = passed.headers;
        response.writeHead(passed.status, { ...rest, "content-length": passed.body.length }).end(passed.body);
      });
      own.push(() => server.close());
      return publicWay(server.origin);
    },
    owns: (close) => void own.push(close),
    [Symbol.asyncDispose]: async () => {
      for (const close of own.toReversed()) await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The way through a server that stands somewhere else than the node listens. */
export const publicWay = async (origin: string): Promise<CheckPorts["ways"]> =>
  (await waysTo({ origin, handleHost: "x" }, { type: "unix", path: "/nowhere" })).filter(
    ({ name }) => name === "public address",
  );

async function beginsTo(node: RunningNode): Promise<void> {
  const person = (name: string, role: "administrator" | "caseworker") => ({
    name,
    roles: [role],
    passphrase: PASSPHRASE,
  });
  const staff = [person("first", "administrator"), person("case", "caseworker")];
  const { commands } = node.federation;
  const made = await commands.setUp(centreDraft("hall"), staff);
  if (!made.ok) throw new Error(made.error.type);
  const members = (await node.store.staffDesk.list()).filter(({ roles }) => roles.includes("caseworker"));
  await node.vault.found(members.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE })));
  await node.store.direct.allies.put(ally(trusted.actor("https://ally.example/centres/ally")));
  const told = await commands.publishPost({ ...postDraft("For allies"), audience: { type: "allies" } }, "first");
  if (!told.ok) throw new Error(told.error.type);
}

const passOn = (origin: string, path: string, headers: Readonly<Record<string, string>>): Promise<Passed> =>
  new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { headers: { ...headers, host: new URL(origin).host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const found = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(found),
          body: Buffer.concat(chunks),
        });
      });
    });
    sent.on("error", reject).end();
  });
