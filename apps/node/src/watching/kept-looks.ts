import type { Duration, SeenCertificate, Tellings, Timestamp } from "@commonhall/domain";
import type { KeyValueStore } from "@commonhall/store";

/**
 * What a look leaves behind for the next one, for the pages and for `hall check`, which may be other processes: of each
 * ally the last contact, how far the clock is off as one number, whether the mail server works, the own
 * certificate, and what was told by mail.
 */
export interface KeptLooks {
  contacts(): Promise<Readonly<Record<string, Timestamp>>>;
  keepContacts(contacts: Readonly<Record<string, Timestamp>>): Promise<void>;
  ahead(): Promise<Duration | undefined>;
  keepAhead(ahead: Duration | undefined): Promise<void>;
  mail(): Promise<MailAnswer | undefined>;
  keepMail(answer: MailAnswer): Promise<void>;
  certificate(): Promise<CertificateAnswer | undefined>;
  keepCertificate(answer: CertificateAnswer): Promise<void>;
  tellings(): Promise<Tellings>;
  /** False where another process was quicker: then it tells. */
  putTellings(before: Tellings, after: Tellings): Promise<boolean>;
}

export interface MailAnswer {
  readonly works: boolean;
  readonly at: Timestamp;
}

export interface CertificateAnswer {
  /** Undefined where nothing was shown. */
  readonly seen?: SeenCertificate;
  readonly at: Timestamp;
}

const key = (name: string): readonly [string, string] => ["watching", name];

export function keptLooks(store: Pick<KeyValueStore, "get" | "set" | "cas" | "delete">): KeptLooks {
  return {
    contacts: async () => (await store.get<Readonly<Record<string, Timestamp>>>(key("contacts"))) ?? {},
    keepContacts: (contacts) => store.set(key("contacts"), contacts),
    ahead: () => store.get<Duration>(key("ahead")),
    keepAhead: (ahead) => (ahead === undefined ? store.delete(key("ahead")) : store.set(key("ahead"), ahead)),
    mail: () => store.get<MailAnswer>(key("mail")),
    keepMail: (answer) => store.set(key("mail"), answer),
    certificate: () => store.get<CertificateAnswer>(key("certificate")),
    keepCertificate: (answer) => store.set(key("certificate"), answer),
    tellings: async () => (await store.get<Tellings>(key("tellings"))) ?? {},
    async putTellings(before, after) {
      const expected = await store.get<Tellings>(key("tellings"));
      return store.cas(key("tellings"), expected === undefined && isNothing(before) ? undefined : before, after);
    },
  };
}

const isNothing = (tellings: Tellings): boolean => Object.keys(tellings).length === 0;
