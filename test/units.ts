import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..");
export const DEPLOY = join(ROOT, "deploy");

/** A unit of systemd as its lines have it: what is set in a section, and to what, in order. */
export interface Unit {
  readonly text: string;
  readonly all: (name: string) => readonly string[];
  readonly one: (name: string) => string;
  readonly lines: readonly string[];
}

export function unitIn(file: string): Unit {
  const text = readFileSync(join(DEPLOY, file), "utf8");
  const lines = text.split("\n").filter((line) => /^[A-Z]\w*=/.test(line));
  const all = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));
  return {
    text,
    lines,
    all,
    one: (name) => {
      const [first, ...rest] = all(name);
      if (first === undefined || rest.length > 0) throw new Error(`${file} does not set ${name} once`);
      return first;
    },
  };
}

/** Where things lie on a machine, and where a test has them. */
export type Places = readonly (readonly [there: string, here: string])[];

export const moved = (text: string, places: Places): string =>
  places.reduce((done, [there, here]) => done.replaceAll(there, here), text);

/** `Environment=` lines as a process gets them. */
export const environmentOf = (unit: Unit, places: Places): Record<string, string> =>
  Object.fromEntries(
    unit.all("Environment").map((line) => {
      const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(moved(line, places)) ?? [];
      return [name, value];
    }),
  );
