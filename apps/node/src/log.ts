import type { Log, LogFacts } from "@commonhall/federation";

/** One line a message on standard error, for a supervisor to keep: `warn inbox does not answer host=hall.example`. */
export function lineLog(write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      const told = Object.entries(facts).map(([key, value]) => ` ${key}=${String(value).replaceAll(/\s+/g, " ")}`);
      write(`${level} ${message}${told.join("")}\n`);
    };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}
