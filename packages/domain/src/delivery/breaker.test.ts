import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../time.ts";
import { CLOSED, failed, isOpen, OPENS_AT, type Breaker } from "./breaker.ts";

/** What has happened to a host since its last success. */
interface Model {
  failures: number;
  firstAt: number | undefined;
}

interface Host {
  breaker: Breaker;
  now: number;
}

class Failure implements fc.Command<Model, Host> {
  readonly after: number;
  constructor(after: number) {
    this.after = after;
  }
  check = () => true;
  run(model: Model, host: Host): void {
    host.now += this.after;
    host.breaker = failed(host.breaker, host.now);
    model.failures += 1;
    model.firstAt ??= host.now;
    expect(host.breaker.failures).toBe(model.failures);
    expect(host.breaker.since).toBe(model.firstAt);
    expect(isOpen(host.breaker)).toBe(model.failures >= OPENS_AT);
    const { openUntil } = host.breaker;
    if (model.failures < OPENS_AT) {
      expect(openUntil).toBeUndefined();
      return;
    }
    const pause = (openUntil ?? 0) - host.now;
    const downFor = host.now - model.firstAt;
    if (downFor < 10 * MINUTE) expect(pause).toBe(30 * SECOND);
    else expect(pause).toBeGreaterThanOrEqual(MINUTE);
    expect(pause).toBeLessThanOrEqual(HOUR);
  }
  toString = () => `fails after ${this.after} ms`;
}

class Success implements fc.Command<Model, Host> {
  check = () => true;
  run(model: Model, host: Host): void {
    host.breaker = CLOSED;
    model.failures = 0;
    model.firstAt = undefined;
    expect(isOpen(host.breaker)).toBe(false);
  }
  toString = () => "answers";
}

describe("the breaker of a host", () => {
  test("opens with the fifth failure in a row and probes ever more rarely, at least once an hour", () => {
    const waits = fc.oneof(fc.integer({ min: 0, max: MINUTE }), fc.integer({ min: 0, max: 30 * HOUR }));
    const commands = fc.commands([waits.map((after) => new Failure(after)), fc.constant(new Success())], {
      maxCommands: 60,
    });
    fc.assert(
      fc.property(commands, (all) => {
        fc.modelRun(
          () => ({ model: { failures: 0, firstAt: undefined }, real: { breaker: CLOSED, now: 1_000_000 } }),
          all,
        );
      }),
    );
  });

  test("of a host that stays silent, probed whenever it may be: pauses never get shorter", () => {
    let breaker = CLOSED;
    let now = 0;
    const pauses: number[] = [];
    for (let count = 0; count < 200; count += 1) {
      breaker = failed(breaker, now);
      const until = breaker.openUntil ?? now;
      if (breaker.openUntil !== undefined) pauses.push(until - now);
      now = until;
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses[0]).toBe(30 * SECOND);
    expect(pauses.at(-1)).toBe(HOUR);
  });
});
