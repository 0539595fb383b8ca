import type { Host } from "@commonhall/domain";
import type { KvStore } from "../fedify/types.ts";
import type { SignatureForm } from "../http/signatures.ts";
import { createRecent } from "../recent.ts";

/** Which form of signature each host took last, so that it is asked once and not at every delivery. */
export interface SignatureForms {
  /** Undefined for a host that has taken none yet. */
  of(host: Host): Promise<SignatureForm | undefined>;
  learn(host: Host, form: SignatureForm): Promise<void>;
}

/**
 * draft-cavage comes first: every server reads it, and of those that cannot read RFC 9421 some answer 200 before they
 * look (Pixelfed checks in a job), so that an activity would be lost without a word
 * (docs/decisions/0008).
 */
export const FIRST_FORM: SignatureForm = "cavage";
export const otherForm = (form: SignatureForm): SignatureForm => (form === "cavage" ? "rfc9421" : "cavage");

const KEY = ["commonhall", "hosts that want RFC 9421"] as const;
const MAX_HOSTS = 5000;

/** Only the hosts that refuse the first form are written down; they are few, and stay known over a restart. */
export function createSignatureForms(keyValue: Pick<KvStore, "get" | "set">): SignatureForms {
  const known = createRecent<SignatureForm>(MAX_HOSTS);
  let exceptions: Promise<Set<string>> | undefined;

  const load = async (): Promise<Set<string>> => {
    const stored = await keyValue.get(KEY);
    return new Set(Array.isArray(stored) ? stored.filter((host) => typeof host === "string") : []);
  };

  const current = async (): Promise<Set<string>> => {
    exceptions ??= load();
    return exceptions;
  };

  return {
    async of(host) {
      return known.get(host) ?? ((await current()).has(host) ? otherForm(FIRST_FORM) : undefined);
    },
    async learn(host, form) {
      if (known.get(host) === form) return;
      known.set(host, form);
      const hosts = await current();
      const isException = form !== FIRST_FORM;
      if (hosts.has(host) === isException) return;
      if (isException) hosts.add(host);
      else hosts.delete(host);
      await keyValue.set(KEY, [...hosts].slice(-MAX_HOSTS));
    },
  };
}
