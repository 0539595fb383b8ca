/**
 * Does some work while nobody else does the work of that name, in this process or another over the same database: waits for
 * its turn, and keeps it until the signal. Where the turn is lost in between, the signal that the work was given tells, and
 * when the work has ended it waits for the next turn. Resolves after the signal, rejects with what the work throws.
 */
export type Turns = (name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => Promise<void>;

/** Whether somebody over the same database has the turn of that name now. */
export type IsTaken = (name: string) => Promise<boolean>;

/** Over one file there is one process that works. */
export const alwaysOurTurn: Turns = (_name, signal, work) => work(signal);

/** Who serves a file holds it (`holdAlone`). */
export const neverTaken: IsTaken = async () => false;
