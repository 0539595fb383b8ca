import { placesIn, whatBroke, type Log } from "@commonhall/domain";

/** Whoever mends it needs no more. */
const PLACES = 20;

/**
 * What is told of an error that nobody caught: its kind, and the way through the program to it. Node itself would write its
 * message too, in which may stand what somebody typed, into a log that is kept (anonymity.md 2.4).
 */
export function tellCrash(error: unknown, log: Pick<Log, "error">, write: (text: string) => void): void {
  log.error("the program broke", { error: whatBroke(error) });
  write(
    placesIn(error)
      .slice(0, PLACES)
      .map((place) => `    ${place}\n`)
      .join(""),
  );
}
