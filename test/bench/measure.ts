/** How many times a second `work` runs, from the best of three runs of about a second each: noise only ever slows. */
export function perSecond(work: () => void, seconds = 0.7): number {
  work();
  const runs = [1, 2, 3].map(() => {
    const end = performance.now() + seconds * 1000;
    const start = performance.now();
    let count = 0;
    while (performance.now() < end) {
      for (let i = 0; i < 16; i++) work();
      count += 16;
    }
    return (count * 1000) / (performance.now() - start);
  });
  return Math.max(...runs);
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `work` for 0 … count-1 with so many at once, and answers how many a second were done. */
export async function throughput(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (count * 1000) / (performance.now() - start);
}

/** Asks until it is so, at most for so long; the time-out is the bound of every loop in here. */
export async function until(question: () => Promise<boolean> | boolean, forMs = 60_000, everyMs = 20): Promise<void> {
  const end = performance.now() + forMs;
  while (!(await question())) {
    if (performance.now() > end) throw new Error(`Not so after ${forMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
