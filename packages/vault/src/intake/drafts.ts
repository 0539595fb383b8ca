import { randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Clock, HOUR, type Timestamp } from "@commonhall/domain";
import { openUnder, sealUnder } from "../seal/sealing.ts";
import type { Drafts } from "./ports.ts";

const RENEWED_AFTER = 24 * HOUR;
const KEPT_FOR = 48 * HOUR;
const LABEL = "draft:intake";
/**
 * The field travels in every page of the form and back, so it is what is padded to 4 KiB: of this many bytes a compact
 * JWE has just under 4,096 characters. Small texts of three bytes a letter become smaller by far before that; what the
 * length could tell of them is lost in steps of 4 KiB.
 */
const BUCKET = 2912;

interface DraftKey {
  readonly key: Uint8Array;
  readonly made: Timestamp;
}

/** Its keys are in memory only: nobody can open a draft after two days, or after the program has ended. */
export function drafts(clock: Clock): Drafts {
  let keys: readonly DraftKey[] = [];
  const current = (): DraftKey => {
    const now = clock();
    for (const { key, made } of keys) if (now - made >= KEPT_FOR) key.fill(0);
    keys = keys.filter(({ made }) => now - made < KEPT_FOR);
    const [newest] = keys;
    if (newest !== undefined && now - newest.made < RENEWED_AFTER) return newest;
    const fresh = { key: randomBytes(32), made: now };
    keys = [fresh, ...keys];
    return fresh;
  };
  return {
    seal: (answers) => sealUnder(current().key, LABEL, squeezed(answers), BUCKET),
    open: async (d) => {
      current();
      for (const { key } of keys) {
        const opened = await openUnder(key, LABEL, d, BUCKET);
        if (typeof opened === "string")
          return JSON.parse(inflateRawSync(Buffer.from(opened, "base64")).toString("utf8"));
      }
      return undefined;
    },
  };
}

const squeezed = (answers: object): string => deflateRawSync(JSON.stringify(answers)).toString("base64");
