/** One part of an address, without slashes: `page`, `notes-2`. */
export type DoorPath = string & { readonly doorPath: true };

/** Where workers find the form, and what their browser's history shows of it: neither may name the subject. */
export interface WorkersDoor {
  readonly path: DoorPath;
  /** Shown as the title of every page behind it. Without one it is a plain word in the language of the page. */
  readonly title?: string;
}

export interface WorkersDoors {
  /** `DEFAULT_DOOR` until the centre has chosen. */
  get(): Promise<WorkersDoor>;
  set(door: WorkersDoor): Promise<void>;
}

/** Nothing else may lie at the address, and it may not tell what it is for. */
const TAKEN: readonly string[] =
  "about actions actors alliances bulletins calendar calls campaigns centres desk digests feeds healthz icon inbox ns nodeinfo posts report robots setup source style tags users".split(
    " ",
  );
const TELLING = /report|abuse|complain|violation|worker|denunci|queja|signal|lapor/;

/** What everybody can say of it on paper; pages link to the address that the centre chose. */
export const SPOKEN_DOOR = "report";

/** Undefined for what cannot be an address of its own or names the subject. */
export function doorPath(text: string): DoorPath | undefined {
  const path = text.trim().toLowerCase().replace(/^\//, "");
  return isDoorPath(path) ? path : undefined;
}

const isDoorPath = (path: string): path is DoorPath =>
  /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(path) && !TAKEN.includes(path) && !TELLING.test(path);

/** What stands in a browser's title and history: one line, short. */
export const LONGEST_DOOR_TITLE = 40;

export const DEFAULT_DOOR: WorkersDoor = { path: ownPath("page") };

function ownPath(path: string): DoorPath {
  if (!isDoorPath(path)) throw new Error(`${path} is no address for a door`);
  return path;
}
