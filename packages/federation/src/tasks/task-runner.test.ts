import { afterEach, expect, test, vi } from "vitest";
import { createTaskRunner, type TaskFunctions } from "./task-runner.ts";

afterEach(() => void vi.useRealTimers());

test("a database that is away for a moment is told of, and the work goes on until the signal", async () => {
  vi.useFakeTimers();
  const stop = new AbortController();
  const error = vi.fn();
  const listen = vi.fn(async (_handle: unknown, { signal = stop.signal }: { signal?: AbortSignal } = {}) => {
    if (listen.mock.calls.length < 3) throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  });
  const ports = { tasks: { listen, drain: async () => 0 }, direct: {}, log: { error, info: vi.fn() } };
  const runner = createTaskRunner(ports as unknown as Parameters<typeof createTaskRunner>[0], {} as TaskFunctions);
  const running = runner.run(stop.signal);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(listen).toHaveBeenCalledTimes(3);
  expect(error.mock.calls).toEqual([
    ["work could not be done and is tried again", { error: expect.anything() }],
    ["work could not be done and is tried again", { error: expect.anything() }],
  ]);
  stop.abort();
  await running;
  expect(listen).toHaveBeenCalledTimes(3);
});
