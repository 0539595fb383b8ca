import type { IsTaken, Turns } from "../turns.ts";
import { postgresClient, withPostgresClient } from "./postgres-pool.ts";

const TRY_AGAIN_AFTER = 1000;

/**
 * A lock of a session, which goes with its connection: whoever dies has given it back, and the next one in line has it at
 * once.
 */
export const postgresTurns =
  (url: string): Turns =>
  async (name, signal, work) => {
    while (!signal.aborted) {
      await oneTurn(url, name, signal, work).catch((error: unknown) => {
        if (!isOfConnection(error)) throw error;
      });
      await pause(TRY_AGAIN_AFTER, signal);
    }
  };

/** Asks for the lock without waiting, and gives it back with the connection. */
export const postgresTurnTaken =
  (url: string): IsTaken =>
  (name) =>
    withPostgresClient(url, async (client) => {
      const text = `select pg_try_advisory_lock(${LOCK}) as got`;
      const { rows } = await client.query<{ got: number }>(text, [lockOf(name)]);
      return rows[0]?.got !== 1;
    });

const LOCK = "hashtextextended($1, 0)";
const lockOf = (name: string): string => `turn ${name}`;

async function oneTurn(url: string, name: string, signal: AbortSignal, work: Parameters<Turns>[2]): Promise<void> {
  const client = postgresClient(url);
  const lost = new AbortController();
  const end = () => void client.end();
  client.on("error", () => undefined);
  client.once("end", () => lost.abort());
  try {
    await client.connect();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) return;
    await client.query(`select pg_advisory_lock(${LOCK})`, [lockOf(name)]);
    signal.removeEventListener("abort", end);
    await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    signal.removeEventListener("abort", end);
    await client.end();
  }
}

/** Not the work's own error: the database is not there now, or went while this one waited. */
const isOfConnection = (error: unknown): boolean =>
  error instanceof Error &&
  (/^Connection terminated|^Client has encountered a connection error/.test(error.message) ||
    ("code" in error && typeof error.code === "string" && /^(?:E[A-Z]+|57P0[123]|53300|08\w{3})$/.test(error.code)));

function pause(time: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, time);
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  });
}
