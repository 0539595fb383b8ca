import { SECOND, type Timestamp } from "@commonhall/domain";
import { isInnerList, parseDictionary, serializeInnerList, type Dictionary, type InnerList } from "structured-headers";
import { createRecent } from "../recent.ts";

/** What `Signature-Input` (RFC 9421 4.1) says of one signature. */
export interface SignatureInput {
  readonly label: string;
  /** Names of the covered components; undefined where one has parameters, is no text or stands there twice. */
  readonly components: readonly string[] | undefined;
  /** Whether it covers the request so far that it fits no other: method, address and body. */
  readonly coversRequest: boolean;
  /** Method and address: enough for what has no body. */
  readonly coversTarget: boolean;
  readonly keyId: string | undefined;
  readonly created: Timestamp | undefined;
  /** Zero for what is no time. */
  readonly expires: Timestamp | undefined;
  readonly algorithm: string | undefined;
  /** No other parameters than those that everybody knows. */
  readonly isPlain: boolean;
  /** Components and parameters as they are signed; undefined where they cannot be written. */
  readonly text: string | undefined;
}

/** More signatures than these are more work than one request is worth. */
const MOST_SIGNATURES = 3;

/** What a server says of its signatures is the same for all that it makes within a second. */
const known = createRecent<readonly SignatureInput[]>(200);

/** Empty where the header cannot be read, or has too much in it. */
export function signatureInputs(header: string): readonly SignatureInput[] {
  const inputs = known.get(header) ?? read(header);
  known.set(header, inputs);
  return inputs;
}

function read(header: string): readonly SignatureInput[] {
  const members = dictionaryIn(header);
  if (members.size > MOST_SIGNATURES) return [];
  return [...members].flatMap(([label, member]) => (isInnerList(member) ? [readOne(label, member)] : []));
}

function readOne(label: string, list: InnerList): SignatureInput {
  const [components, parameters] = list;
  const plain = components.flatMap(([name, own]) => (typeof name === "string" && own.size === 0 ? [name] : []));
  const { created, expires, keyid, alg, nonce: _nonce, tag: _tag, ...others } = Object.fromEntries(parameters);
  return {
    label,
    components: new Set(plain).size === components.length ? plain : undefined,
    coversRequest: coversTarget(new Set(plain)) && plain.includes("content-digest"),
    coversTarget: coversTarget(new Set(plain)),
    keyId: typeof keyid === "string" ? keyid : undefined,
    created: typeof created === "number" && Number.isInteger(created) ? created * SECOND : undefined,
    expires: expires === undefined ? undefined : typeof expires === "number" ? expires * SECOND : 0,
    algorithm: alg === undefined ? undefined : typeof alg === "string" ? alg : "",
    isPlain: Object.keys(others).length === 0,
    text: textOf(list),
  };
}

function coversTarget(names: ReadonlySet<string>): boolean {
  const hasAddress = names.has("@target-uri") || (names.has("@authority") && names.has("@path"));
  return hasAddress && names.has("@method");
}

/** What can be read cannot always be written: a decimal may have too many digits. */
function textOf(list: InnerList): string | undefined {
  try {
    return serializeInnerList(list);
  } catch {
    return undefined;
  }
}

/** The members of a header that is a dictionary (RFC 8941 3.2); none where it is not. */
export function dictionaryIn(header: string): Dictionary {
  try {
    return parseDictionary(header);
  } catch {
    return new Map();
  }
}
