import type { Clock, Duration } from "@commonhall/domain";

export interface TokenBucket {
  /** False where there is none left; nothing is taken then. */
  take(): boolean;
  /** Nothing was taken from it lately. */
  isFull(): boolean;
}

/** At most `size` at once, and one more every `refill`. It knows nothing of who takes. */
export function tokenBucket(
  clock: Clock,
  { size, refill }: { readonly size: number; readonly refill: Duration },
): TokenBucket {
  let tokens = size;
  let counted = clock();
  const count = (): void => {
    const now = clock();
    tokens = Math.min(size, tokens + Math.max(0, now - counted) / refill);
    counted = now;
  };
  return {
    take() {
      count();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    isFull() {
      count();
      return tokens === size;
    },
  };
}
