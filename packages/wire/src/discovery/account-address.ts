import { httpUrl, trusted, type Host } from "@commonhall/domain";
import { safeUsername } from "../inbound/safe-text.ts";

/** A name and a host, as people write and print them: `@name@host`. */
export interface AccountAddress {
  /** In the form of `safeUsername`. */
  readonly username: string;
  readonly host: Host;
}

/** `@name@host`, `name@host` or `acct:name@host`; undefined for anything else. The host comes out in lower case and in ASCII. */
export function accountAddress(text: string): AccountAddress | undefined {
  const [, name, host] = /^(?:acct:)?@?([^@\s/]+)@([^@\s/?#\\]+)$/i.exec(text.trim()) ?? [];
  const url = host === undefined ? undefined : httpUrl(`https://${host}`);
  const username = name === undefined ? undefined : safeUsername(decoded(name));
  return url === undefined || username === undefined ? undefined : { username, host: trusted.host(url.host) };
}

/** A name that is percent-encoded already stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export const handleText = ({ username, host }: AccountAddress): string => `@${username}@${host}`;
export const acctUri = ({ username, host }: AccountAddress): string => `acct:${username}@${host}`;
