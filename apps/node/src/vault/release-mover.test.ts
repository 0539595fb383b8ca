import {
  err,
  ok,
  type BulletinCommands,
  type Releasable,
  type ReleaseRefused,
  type Withdrawal,
} from "@commonhall/domain";
import type { Outlet } from "@commonhall/vault";
import { expect, test } from "vitest";
import { keepMoving, moveReleases } from "./release-mover.ts";

const releasable = (id: string, published: number): Releasable => ({ id, published, payload: `${id}!`, approval: "" });

/** A vault that offers until it is told, and a store that refuses what it is told to. */
function world(
  changes: {
    readonly offered?: Releasable[];
    readonly refused?: readonly ReleaseRefused[];
    readonly lastHour?: number;
  } = {},
) {
  const offered = new Map((changes.offered ?? []).map((one) => [one.id, one]));
  const withdrawals = new Map<string, Withdrawal>();
  const log: string[] = [];
  const published: string[][] = [];
  const beats: number[] = [];
  const refused = [...(changes.refused ?? [])];
  const outlet: Outlet = {
    waitsForClock: async () => false,
    lastHour: async () => changes.lastHour,
    offered: async () => [...offered.values()],
    confirm: async (id) => void offered.delete(id),
    withdrawals: async () => [...withdrawals.values()],
    confirmWithdrawal: async (id) => void withdrawals.delete(id),
  };
  const bulletins: BulletinCommands = {
    publishHeartbeat: async (hour) => {
      beats.push(hour);
      return ok({ published: 1 });
    },
    publishReleases: async (all) => {
      const problem = refused.shift();
      if (problem !== undefined) return err(problem);
      published.push(all.map(({ id }) => id));
      return ok({ published: all.length });
    },
    withdraw: async ({ id }) => err({ type: "not approved", id }),
  };
  const told = {
    error: (message: string, facts?: object) => void log.push(`${message} ${JSON.stringify(facts ?? {})}`),
  };
  return { offered, withdrawals, log, published, beats, ports: { outlet, bulletins, log: told } };
}

test("a day leaves at once, and the vault is told of each that has arrived", async () => {
  const { ports, published, offered } = world({
    offered: [releasable("a", 1), releasable("b", 2), releasable("c", 1)],
  });
  await moveReleases(ports);
  expect(published).toEqual([["a", "c"], ["b"]]);
  expect([...offered.keys()]).toEqual([]);
  await moveReleases(ports);
  expect(published).toHaveLength(2);
});

test("what is refused stays with the vault and holds nothing else up; the log holds no word of it", async () => {
  const problem = { type: "not a release", id: "b", detail: "household in Beirut" } as const;
  const { ports, published, offered, log } = world({
    offered: [releasable("a", 1), releasable("b", 1)],
    refused: [problem],
  });
  await moveReleases(ports);
  expect(published).toEqual([["a"]]);
  expect([...offered.keys()]).toEqual(["b"]);
  expect(log).toEqual(['a release was refused {"why":"not a release"}']);
});

test.each([
  [{ type: "no centre yet" }],
  [{ type: "not yet", published: 1 }],
  [{ type: "not approved", id: "of nobody" }],
] as const)("where the store takes nothing, everything stays: %j", async (problem) => {
  const { ports, published, offered } = world({ offered: [releasable("a", 1)], refused: [problem] });
  await moveReleases(ports);
  expect(published).toEqual([]);
  expect([...offered.keys()]).toEqual(["a"]);
});

test("of the last release day it is told that there was nothing to say, once what there was has left", async () => {
  const { ports, published, beats } = world({ offered: [releasable("a", 1), releasable("b", 2)], lastHour: 2 });
  await moveReleases(ports);
  expect([published, beats]).toEqual([[["a"], ["b"]], [2]]);
});

test.each([
  ["nobody knows what the time is", {}],
  ["something of the day waits still", { lastHour: 2, offered: [releasable("b", 2)] }],
] as const)("nothing of that is told where %s", async (_, changes) => {
  const problem = { type: "not a release", id: "b", detail: "" } as const;
  const { ports, beats } = world({
    ...changes,
    offered: [...("offered" in changes ? changes.offered : [])],
    refused: [problem],
  });
  await moveReleases(ports);
  expect(beats).toEqual([]);
});

test("a withdrawal that is refused is offered again", async () => {
  const { ports, withdrawals } = world();
  withdrawals.set("a", { id: "a", payload: "", approval: "" });
  await moveReleases(ports);
  expect([...withdrawals.keys()]).toEqual(["a"]);
  await moveReleases({
    ...ports,
    bulletins: { ...ports.bulletins, withdraw: async () => ok({ object: "x" as never }) },
  });
  expect([...withdrawals.keys()]).toEqual([]);
});

test("it moves what was missed as soon as it starts, and ends with the signal", async () => {
  const { ports, published } = world({ offered: [releasable("a", 1)] });
  const stop = new AbortController();
  const done = keepMoving({ ...ports, clock: () => Date.UTC(2027, 0, 1) }, stop.signal);
  await expect.poll(() => published).toEqual([["a"]]);
  stop.abort();
  await done;
});

test("one that could not be moved is told by its kind alone, and tried again", async () => {
  const { ports, log } = world({ offered: [releasable("a", 1)] });
  const stop = new AbortController();
  const bulletins: BulletinCommands = {
    ...ports.bulletins,
    publishReleases: async () => {
      stop.abort();
      throw new TypeError("household in Beirut");
    },
  };
  await keepMoving({ ...ports, bulletins, clock: () => Date.UTC(2027, 0, 1) }, stop.signal);
  expect(log).toEqual(['releases could not be moved {"error":"TypeError"}']);
});
