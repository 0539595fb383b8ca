import type { Log, LogEvent, LogFacts } from "@commonhall/domain";

/** One line an event on standard error, for a supervisor to keep: `info an activity was refused why=no signature count=3`. */
export function lineLog(write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (event: LogEvent, facts: LogFacts = {}) => {
      const told = Object.entries(facts).map(([key, value]) => ` ${key}=${value}`);
      write(`${level} ${event}${told.join("")}\n`);
    };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}
