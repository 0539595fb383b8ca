import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { type Clock, HOUR, MINUTE, type Timestamp } from "@commonhall/domain";
import { boxPair, signPair } from "../keys/curves.ts";
import type { StaffKeys } from "../keys/staff-keys.ts";
import { derive } from "../keys/stretching.ts";

/** anonymity.md 3.6. */
const IDLE = 15 * MINUTE;
const LONGEST = 8 * HOUR;

export type SessionKeys = Pick<StaffKeys, "id" | "box" | "sign">;

/** Who is unlocked. The keys open with the token alone, and the token is kept nowhere here. */
export interface Sessions {
  open(keys: SessionKeys): string;
  /** Undefined where it has ended. Asking is being there. */
  keys(member: string, token: string): { readonly keys: SessionKeys; readonly until: Timestamp } | undefined;
  /** Asking this is no sign of life. */
  isOpen(member: string, token: string): boolean;
  /** As `keys`, for what goes on by itself: it is no sign of life. */
  peek(member: string, token: string): SessionKeys | undefined;
  close(token: string): void;
  closeOf(member: string): void;
  closeAll(): void;
  /** Forgets those that have ended by themselves. */
  sweep(): void;
}

interface Session {
  readonly member: string;
  readonly started: Timestamp;
  lastSeen: Timestamp;
  readonly sealed: Buffer;
}

const TOKEN = 32;
const SEED = 32;
const NONCE = 12;
const TAG = 16;

export function sessions(clock: Clock): Sessions {
  const open = new Map<string, Session>();
  const end = (name: string) => {
    open.get(name)?.sealed.fill(0);
    open.delete(name);
  };
  const untilOf = ({ started, lastSeen }: Session): Timestamp => Math.min(lastSeen + IDLE, started + LONGEST);
  const endWhere = (over: (session: Session) => boolean) => {
    for (const [name, session] of open) if (over(session)) end(name);
  };
  const find = (member: string, token: string): Session | undefined => {
    const session = open.get(nameOf(token));
    if (session === undefined || session.member !== member) return undefined;
    if (clock() < untilOf(session)) return session;
    end(nameOf(token));
    return undefined;
  };
  return {
    open: ({ id, box, sign }) => {
      const token = randomBytes(TOKEN).toString("base64url");
      const now = clock();
      const sealed = lock(token, Buffer.concat([box.seed, sign.seed]));
      open.set(nameOf(token), { member: id, started: now, lastSeen: now, sealed });
      return token;
    },
    keys: (member, token) => {
      const session = find(member, token);
      if (session === undefined) return undefined;
      session.lastSeen = clock();
      return { keys: keysIn(member, token, session), until: untilOf(session) };
    },
    peek: (member, token) => {
      const session = find(member, token);
      return session === undefined ? undefined : keysIn(member, token, session);
    },
    isOpen: (member, token) => find(member, token) !== undefined,
    close: (token) => end(nameOf(token)),
    closeOf: (member) => endWhere((session) => session.member === member),
    closeAll: () => endWhere(() => true),
    sweep: () => endWhere((session) => clock() >= untilOf(session)),
  };
}

function keysIn(id: string, token: string, { sealed }: Session): SessionKeys {
  const seeds = unlock(token, sealed);
  return { id, box: boxPair(seeds.subarray(0, SEED)), sign: signPair(seeds.subarray(SEED)) };
}

const PURPOSE = "desk/session";
const keyOf = (token: string): Buffer => derive(Buffer.from(token), PURPOSE);
const nameOf = (token: string): string => createHash("sha256").update(PURPOSE).update(token).digest("hex");

function lock(token: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(token), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  plain.fill(0);
  return sealed;
}

function unlock(token: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(token), sealed.subarray(0, NONCE));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
}
