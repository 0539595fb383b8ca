import { chmod, lstat, unlink } from "node:fs/promises";
import type { Server } from "node:http";
import { connect } from "node:net";
import { err, ok, type Result } from "@commonhall/domain";
import type { Listen } from "../settings.ts";

export type ListenRefused =
  | { readonly type: "in use"; readonly where: string }
  /** A file, a folder or a link lies where the socket should. */
  | { readonly type: "no socket"; readonly where: string }
  | { readonly type: "not permitted"; readonly where: string; readonly detail: string };

/** Begins to listen. Answers the port: the one that was asked for, or the one that the system chose for 0. */
export async function listen(server: Server, where: Listen): Promise<Result<{ readonly port: number }, ListenRefused>> {
  if (where.type === "unix" && !(await makeWay(where.path))) return err({ type: "no socket", where: where.path });
  const error = await begin(server, where);
  if (error !== undefined) return err(refusal(error, where));
  // The proxy in front runs as another user of the same group.
  if (where.type === "unix") await chmod(where.path, 0o660);
  const address = server.address();
  return ok({ port: typeof address === "object" && address !== null ? address.port : 0 });
}

function begin(server: Server, where: Listen): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once("error", failed);
    const began = () => {
      server.off("error", failed);
      resolve(undefined);
    };
    if (where.type === "unix") server.listen({ path: where.path }, began);
    else server.listen({ host: where.host, port: where.port, backlog: 1024 }, began);
  });
}

function refusal(error: NodeJS.ErrnoException, where: Listen): ListenRefused {
  const place = where.type === "unix" ? where.path : `${where.host}:${where.port}`;
  if (error.code === "EADDRINUSE") return { type: "in use", where: place };
  return { type: "not permitted", where: place, detail: error.code ?? error.message };
}

/**
 * A process that was killed leaves its socket behind, and nobody can listen there until it is gone. False where something
 * else lies there: somebody put it there, and a file refuses connections as a dead socket does.
 */
async function makeWay(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return true;
  if (!found.isSocket()) return false;
  if (!(await answers(path))) await unlink(path).catch(() => undefined);
  return true;
}

/** Whether somebody listens at a socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}

/** Takes no more, lets what has begun finish, and cuts off what has not finished in time. */
export async function endServer(server: Server, within: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that is kept alive after its last answer would hold the server open until it times out.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), within);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
