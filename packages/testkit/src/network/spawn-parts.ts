import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { PostgresCluster } from "../postgres/postgres-cluster.ts";
import { freePort, runHall, spawnNode, type HallAnswer, type SpawnedNode } from "./spawn-node.ts";

export type PartRole = "web" | "work";

/** A node of several processes over one database, behind what a web server in front of them does. */
export interface SpawnedParts extends AsyncDisposable {
  readonly origin: string;
  readonly dataFolder: string;
  readonly parts: readonly Part[];
  readonly hall: (...words: readonly string[]) => Promise<HallAnswer>;
}

export interface Part {
  readonly role: PartRole;
  readonly process: () => SpawnedNode;
  /** SIGKILL. */
  readonly dies: () => Promise<void>;
  /** Comes back by a later clock than any before, so that what was held by those that died is free again. */
  readonly returns: () => Promise<void>;
}

/** Longer than any lease, and far below what a signature may be old. */
const LATER = 3 * 60_000;

export async function spawnParts(
  dataFolder: string,
  cluster: PostgresCluster,
  roles: readonly PartRole[],
): Promise<SpawnedParts> {
  const name = `hall_${randomUUID().replaceAll("-", "")}`;
  await cluster.create(name);
  const front = await balance();
  const environment = { HALL_DATABASE: cluster.url(name), HALL_ORIGIN: front.origin };
  let lives = 0;
  const later = () => ({ ...environment, HALL_NOW: new Date(Date.now() + lives * LATER).toISOString() });
  const begin = async (role: PartRole): Promise<Part> => {
    const port = await freePort();
    const spawned = () => spawnNode({ dataFolder, port, environment: { ...later(), HALL_ROLE: role } });
    let node = await spawned();
    if (role === "web") front.to.add(port);
    return {
      role,
      process: () => node,
      dies: async () => {
        lives += 1;
        await node.kill();
      },
      returns: async () => {
        node = await spawned();
      },
    };
  };
  const parts: Part[] = [];
  for (const role of roles) parts.push(await begin(role));
  return {
    origin: front.origin,
    dataFolder,
    parts,
    hall: (...words) => {
      const settings = { ...later(), HALL_DATA: dataFolder, HALL_TEST_NETWORK: "1" };
      return runHall([...words, "--json"], settings);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(parts.map((part) => part.process().kill()));
      await front.close();
    },
  };
}

/** One address for several servers: each connection goes to the next one that answers. */
async function balance() {
  const to = new Set<number>();
  const open = new Set<Socket>();
  let turn = 0;
  const pass = (socket: Socket, ports: readonly number[]): void => {
    const [port, ...others] = ports;
    if (port === undefined) return void socket.destroy();
    const behind = connect(port, "127.0.0.1");
    open.add(behind);
    behind.once("connect", () => {
      behind.pipe(socket);
      socket.pipe(behind);
    });
    behind.once("error", () => (behind.connecting || behind.bytesRead > 0 ? socket.destroy() : pass(socket, others)));
    behind.once("close", () => {
      open.delete(behind);
      if (behind.bytesRead > 0) socket.destroy();
    });
    socket.once("close", () => behind.destroy());
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => open.delete(socket));
    const ports = [...to];
    turn += 1;
    pass(socket, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)]);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    to,
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, "close");
    },
  };
}
