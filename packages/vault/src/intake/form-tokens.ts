import { createHmac, randomBytes } from "node:crypto";
import { type Clock, HOUR, type Timestamp } from "@commonhall/domain";
import { sameMac } from "../core.ts";
import type { FormTokens, UsedToken } from "./ports.ts";

const VALID_FOR = 24 * HOUR;
const ID_BYTES = 16;
const FRESH: UsedToken = { age: 0, misses: 0 };

/** `⟨time⟩.⟨misses⟩.⟨random⟩.⟨MAC⟩` under a key that lives as long as the program. Used ones are remembered until they would be too old. */
export function formTokens(clock: Clock): FormTokens {
  const [key, lots] = [randomBytes(32), randomBytes(32)];
  const used = new Map<string, Timestamp>();
  let lookedThrough = clock();
  const macOf = (text: string): string => createHmac("sha256", key).update(text).digest("base64url");
  return {
    issue: ({ age, misses } = FRESH) => {
      const text = `${(clock() - age).toString(36)}.${misses}.${randomBytes(ID_BYTES).toString("base64url")}`;
      return `${text}.${macOf(text)}`;
    },
    use: (token) => {
      const at = token.lastIndexOf(".");
      const text = token.slice(0, Math.max(at, 0));
      if (!sameMac(token.slice(at + 1), macOf(text))) return undefined;
      const now = clock();
      // Not each time: in a flood there are very many of them, and one that is too old is refused in any case.
      if (Math.abs(now - lookedThrough) >= HOUR) {
        forget(used, now);
        lookedThrough = now;
      }
      const issued = Number.parseInt(text, 36);
      const age = now - issued;
      if (age < 0 || age >= VALID_FOR || used.has(text)) return undefined;
      used.set(text, issued);
      return { age, misses: Number(text.split(".")[1]) };
    },
    lot: (token) => createHmac("sha256", lots).update(token).digest(),
  };
}

function forget(used: Map<string, Timestamp>, now: Timestamp): void {
  for (const [text, issued] of used) if (now - issued >= VALID_FOR) used.delete(text);
}
