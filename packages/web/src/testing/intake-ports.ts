import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DEFAULT_DOOR, HOUR, type Clock, type WorkersDoor } from "@commonhall/domain";
import { newReceiptCode, type Intake, type ReceiptCode, type ReplyToRead, type SubmitOptions } from "@commonhall/vault";
import type { IntakePorts } from "../intake/ports.ts";

/** What workers told and did, and what they find when they come back. */
export interface IntakeWorld {
  isOpen: boolean;
  door: WorkersDoor;
  readonly kept: { readonly intake: Intake; readonly how: SubmitOptions; readonly code?: ReceiptCode }[];
  readonly replies: Map<ReceiptCode, readonly ReplyToRead[]>;
  readonly added: { readonly code: ReceiptCode; readonly text: string; readonly files: number }[];
  readonly withdrawn: ReceiptCode[];
  /** Codes that were hashed, of whatever kind. */
  hashed: number;
  isBusy: boolean;
  isBroken: boolean;
  /** The draft keys are gone, as after two days or a new start. */
  forgetDrafts(): void;
}

/** A vault in memory, for pages without a database. Drafts are sealed and padded as the real one does it. */
export function intakePorts(clock: Clock): { readonly intake: IntakePorts; readonly world: IntakeWorld } {
  let key = randomBytes(32);
  const world: IntakeWorld = {
    isOpen: true,
    door: DEFAULT_DOOR,
    kept: [],
    replies: new Map(),
    added: [],
    withdrawn: [],
    hashed: 0,
    isBusy: false,
    isBroken: false,
    forgetDrafts: () => void (key = randomBytes(32)),
  };
  const used = new Map<string, boolean>();
  const issued = new Map<string, number>();
  const hash = <T>(done: T): Promise<T | "busy"> => {
    if (world.isBusy) return Promise.resolve("busy");
    world.hashed += 1;
    return Promise.resolve(done);
  };
  const intake: IntakePorts = {
    intakes: {
      isOpen: () => Promise.resolve(world.isOpen),
      submit(told, how) {
        if (world.isBroken) return Promise.reject(new Error(`No room for ${told.story ?? ""}`));
        const code = how.code === "wanted" ? { code: newReceiptCode() } : {};
        world.kept.push({ intake: told, how, ...code });
        return Promise.resolve(code);
      },
    },
    returns: {
      open: (code) => hash({ replies: world.replies.get(code) ?? [] }),
      async add(code, { text, files }) {
        const done = await hash("kept" as const);
        if (done === "kept") world.added.push({ code, text, files: files.length });
        return done;
      },
      async withdrawConsent(code) {
        const done = await hash("done" as const);
        if (done === "done") world.withdrawn.push(code);
        return done;
      },
    },
    drafts: {
      seal: (answers) => Promise.resolve(seal(key, JSON.stringify(answers))),
      open: (d) => Promise.resolve(unseal(key, d)),
    },
    tokens: {
      issue() {
        const token = randomBytes(48).toString("base64url");
        issued.set(token, clock());
        return token;
      },
      use(token) {
        const at = issued.get(token);
        if (at === undefined || used.has(token) || clock() - at > 24 * HOUR) return undefined;
        used.set(token, true);
        return { age: clock() - at };
      },
    },
    door: { get: () => Promise.resolve(world.door) },
  };
  return { intake, world };
}

const STEP = 3072;

function seal(key: Uint8Array, text: string): string {
  const iv = randomBytes(12);
  const length = Math.ceil((Buffer.byteLength(text) + 28) / STEP) * STEP - 28;
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const padded = Buffer.alloc(length, " ");
  padded.write(text);
  return Buffer.concat([iv, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

function unseal(key: Uint8Array, d: string): unknown {
  const bytes = Buffer.from(d, "base64url");
  if (bytes.length < 28 || bytes.toString("base64url") !== d) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
