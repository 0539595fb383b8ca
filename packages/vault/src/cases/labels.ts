import type { CaseId } from "../ids.ts";

/** anonymity.md 3.2: what is sealed in a case is bound to the case, to what it is, and to its number, which is random. */
export const entryLabel = (id: CaseId, entry: string) => `item:${id}:entry:${entry}` as const;
export const cardLabel = (id: CaseId) => `item:${id}:card:1` as const;
export const codedLabel = (id: CaseId) => `item:${id}:coded:1` as const;
export const replyLabel = (id: CaseId, reply: string) => `item:${id}:reply:${reply}` as const;

/** A case's own key has one reader by this name: who holds it. */
export const CASE = "case";
/** Whoever has the code. */
export const WORKER = "worker";
