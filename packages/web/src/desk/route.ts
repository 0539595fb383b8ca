import type { Centre, Permission, Session } from "@commonhall/domain";
import type { Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { WebPorts } from "../ports.ts";
import type { Reader } from "../words/reader.ts";
import type { Room } from "./rooms.ts";
import type { Said } from "./said.ts";
import type { Kept } from "./sign-in.page.ts";

/** Who may come in. Every route says it, so none can forget it; `role-walk.test.ts` and `desk.test.ts` try each with each role. */
export type Admits = Permission | "everybody signed in";

/** Somebody who is signed in and may be here, and what they asked. */
export interface Visit {
  readonly ports: WebPorts;
  readonly reader: Reader;
  readonly centre: Centre;
  readonly session: Session;
  /** Under which this person's unlocked keys lie; empty where none are. Only the cookie has it. */
  readonly keys: string;
  /** The part of the address that the route calls so. */
  readonly param: (name: string) => string;
  /** The part of the query that is called so; empty where it is missing. */
  readonly query: (name: string) => string;
  /** What was typed: empty when the page is opened, as typed when a form comes back. */
  readonly form: FormValues;
  /** Of a form that takes files; nothing of them touches the disk. */
  readonly files: readonly SentFile[];
  /** Why a file that was sent is not among them. */
  readonly fileProblems: readonly FileProblem[];
  readonly errors: readonly FormError[];
}

export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface FileProblem {
  readonly type: "file too large" | "too many files" | "no room" | "too large" | "broken";
  readonly name?: string;
}

/** What stands between the desk's frame. */
export interface Sheet {
  readonly room: Room;
  readonly title: string;
  readonly body: Html;
  /** Languages of what is shown besides those of the pages. */
  readonly moreLanguages?: readonly string[];
  readonly status?: number;
}

/**
 * Another page, with one sentence there of what happened (`keys`: unlocked ones from now on, or empty where they have
 * been locked); a file to keep; a form as it was typed before; or nothing is here.
 */
export type Elsewhere =
  | { readonly type: "go"; readonly path: string; readonly said?: Said; readonly keys?: string }
  | { readonly type: "download"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: "resume"; readonly kept: Kept; readonly keys: string }
  | { readonly type: "not found" };

export const go = (path: string, said?: Said): Elsewhere =>
  said === undefined ? { type: "go", path } : { type: "go", path, said };
export const NOT_FOUND: Elsewhere = { type: "not found" };

/** Draws the page; for a form that was refused, with what was typed and what is wrong with it. */
export type Draw = (visit: Visit) => Promise<Sheet | Elsewhere>;

/** Does what the form asks, or says what has to be different first. A page in place of an address is one that is shown only once. */
export type Run = (
  visit: Visit,
) => Promise<Sheet | Elsewhere | { readonly type: "refused"; readonly errors: readonly FormError[] }>;

/** Without an error nothing is wrong: the form is shown once more, with what was typed. */
export const refused = (
  ...errors: readonly FormError[]
): { readonly type: "refused"; readonly errors: readonly FormError[] } => ({
  type: "refused",
  errors,
});

export type DeskRoute =
  | { readonly method: "GET"; readonly path: string; readonly admits: Admits; readonly draw: Draw }
  | {
      readonly method: "POST";
      readonly path: string;
      readonly admits: Admits;
      /** The page that has the form on it. */
      readonly draw: Draw;
      readonly run: Run;
      readonly takesFiles?: boolean;
    };

/** A page, without side effects. `path` is below `/desk`. */
export const opens = (path: string, admits: Admits, draw: Draw): DeskRoute => ({ method: "GET", path, admits, draw });

/** A form that is sent. Whatever it answers, the page of the form can be drawn again with all that was typed. */
export const sends = (path: string, admits: Admits, draw: Draw, run: Run): DeskRoute => ({
  method: "POST",
  path,
  admits,
  draw,
  run,
});

/** A form with files: up to five, of 10 MiB each. */
export const sendsFiles = (path: string, admits: Admits, draw: Draw, run: Run): DeskRoute => ({
  method: "POST",
  path,
  admits,
  draw,
  run,
  takesFiles: true,
});
