import { DEFAULT_DOOR, type Clock, type WorkersDoor } from "@commonhall/domain";
import {
  drafts,
  formTokens,
  networkCounts,
  newReceiptCode,
  type Intake,
  type ReceiptCode,
  type ReplyToRead,
  type SubmitOptions,
} from "@commonhall/vault";
import type { IntakePorts } from "../intake/ports.ts";

/** What workers told and did, and what they find when they come back. */
export interface IntakeWorld {
  isOpen: boolean;
  door: WorkersDoor;
  readonly kept: { readonly intake: Intake; readonly how: SubmitOptions; readonly code?: ReceiptCode }[];
  readonly replies: Map<ReceiptCode, readonly ReplyToRead[]>;
  readonly added: {
    readonly code: ReceiptCode;
    readonly text: string;
    readonly files: number;
    readonly quarantined: boolean;
  }[];
  readonly withdrawn: ReceiptCode[];
  /** Codes that were hashed, of whatever kind. */
  hashed: number;
  isBusy: boolean;
  isBroken: boolean;
  /** The draft keys are gone, as after two days or a new start. */
  forgetDrafts(): void;
}

/** A vault in memory, for pages without a database. Its drafts and tokens are the real ones. */
export function intakePorts(clock: Clock): { readonly intake: IntakePorts; readonly world: IntakeWorld } {
  let sealed = drafts(clock);
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
    forgetDrafts: () => void (sealed = drafts(clock)),
  };
  const hash = <T>(done: T): Promise<T | "busy"> => {
    if (world.isBusy) return Promise.resolve("busy");
    if (world.isBroken) return Promise.reject(new Error("No room"));
    world.hashed += 1;
    return Promise.resolve(done);
  };
  const intake: IntakePorts = {
    intakes: {
      isOpen: () => Promise.resolve(world.isOpen),
      submit(told, how) {
        if (world.isBroken) return Promise.reject(new Error(`No room for ${told.story ?? ""}`));
        if (world.isBusy && how.code === "wanted") return Promise.resolve("busy");
        const code = how.code === "wanted" ? { code: newReceiptCode() } : {};
        world.kept.push({ intake: told, how, ...code });
        return Promise.resolve(code);
      },
    },
    returns: {
      open: (code) => hash({ replies: world.replies.get(code) ?? [] }),
      async add(code, { text, files, quarantined = false }) {
        const done = await hash("kept" as const);
        if (done === "kept") world.added.push({ code, text, files: files.length, quarantined });
        return done;
      },
      async withdrawConsent(code) {
        const done = await hash("done" as const);
        if (done === "done") world.withdrawn.push(code);
        return done;
      },
    },
    drafts: { seal: (answers) => sealed.seal(answers), open: (d) => sealed.open(d) },
    tokens: formTokens(clock),
    networkCounts: networkCounts(clock),
    door: {
      get: () => Promise.resolve(world.door),
      set: (door) => Promise.resolve(void (world.door = door)),
    },
  };
  return { intake, world };
}
