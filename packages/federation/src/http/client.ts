import { isIP } from "node:net";
import { err, hostOf, ok, SECOND, type Duration, type Result, type Timestamp } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { Agent } from "undici";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import type { FederationPorts } from "../ports.ts";
import { createConnector, type AllowsAddress } from "./connect.ts";
import { exchange, type Answer, type Outgoing } from "./exchange.ts";
import type { HttpError } from "./http-error.ts";
import { isPublicAddress, isPublicName } from "./public-address.ts";
import { createResolve, type Resolve } from "./resolve.ts";
import { retryAfterIn } from "./retry-after.ts";
import { digestOf, signRequest, type SignatureForm, type SigningKey } from "./signatures.ts";

/** The only way out of the node (row F10, wire.md 0.4): every address checked, everything bounded, every failure a value. */
export interface HttpClient {
  /** Only a 2xx answer is `ok`. Follows at most three redirects, each checked like the first address. */
  get(url: string, options: GetOptions): Promise<Result<Fetched, HttpError>>;
  /** Any answer that is no redirect is `ok`: what a status means is the caller's business. */
  post(url: string, options: PostOptions): Promise<Result<PostAnswer, HttpError>>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export interface GetOptions {
  /** The Accept header. */
  readonly accept: string;
  /** Signs as the node's own actor, for servers that show nothing to strangers. */
  readonly signedBy?: "node";
  /** 1 MiB unless told. */
  readonly maxBytes?: number;
  /** Media types without parameters; an answer of another one is refused. Anything unless told. */
  readonly contentTypes?: readonly string[];
}

export interface Fetched {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Media type in lower case without parameters; empty where the server named none. */
  readonly contentType: string;
  /** UTF-8; bytes that are none are replaced. */
  readonly body: string;
}

export interface PostOptions {
  readonly body: Uint8Array;
  /** `digestOf(body)`, for a caller that sends the same bytes to many. */
  readonly digest?: string;
  readonly signer: SigningKey;
  readonly form: SignatureForm;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter?: Duration;
}

export interface HttpLimits {
  readonly connect: Duration;
  readonly headers: Duration;
  /** From the request to the last byte of the answer, of one hop. */
  readonly whole: Duration;
  readonly bytes: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connect: 5 * SECOND,
  headers: 10 * SECOND,
  whole: 15 * SECOND,
  bytes: 1024 * 1024,
};

const MAX_REDIRECTS = 3;
/** What an inbox says beside its status is not read; more than this of it costs it the connection. */
const POST_ANSWER_BYTES = 64 * 1024;
/** Requests at once to one host, its retries and our fetches together. */
const CONNECTIONS = 8;
const IDLE_CONNECTION = 20 * SECOND;

export interface HttpClientOptions {
  readonly limits?: Partial<HttpLimits>;
  readonly resolve?: Resolve;
  /** Public addresses, and on a test network all. */
  readonly allows?: AllowsAddress;
}

export function createHttpClient(
  ports: Pick<FederationPorts, "site" | "software" | "testNetwork" | "clock" | "contacts">,
  use: { readonly levels: Pick<DomainLevels, "of">; readonly keys: LocalKeys },
  options: HttpClientOptions = {},
): HttpClient {
  const { site, software, testNetwork, clock } = ports;
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const allows = options.allows ?? (testNetwork ? () => true : isPublicAddress);
  const node = addressesOf(site).node();
  // Identity: nothing is unpacked here, so that a small answer cannot become a large one.
  const always = {
    "user-agent": `${software.name}/${software.version} (+${site.origin})`,
    "accept-encoding": "identity",
  };
  const agent = new Agent({
    connections: CONNECTIONS,
    keepAliveTimeout: IDLE_CONNECTION,
    keepAliveMaxTimeout: IDLE_CONNECTION,
    headersTimeout: limits.headers,
    bodyTimeout: limits.whole,
    connect: createConnector({
      resolve: options.resolve ?? createResolve(),
      timeout: limits.connect,
      allows,
    }),
  });

  /** Asked before every hop, and before anything leaves the machine: not even the name is looked up. */
  const check = async (text: string): Promise<Result<URL, HttpError>> => {
    if (!URL.canParse(text)) return err({ type: "not an address", detail: "no URL" });
    const url = new URL(text);
    url.hash = "";
    if (url.username !== "" || url.password !== "") return err({ type: "not an address", detail: "credentials" });
    // The name of a refused domain with a point at its end leads to the same server.
    if (url.hostname.endsWith(".")) return err({ type: "not an address", detail: "a name that ends in a point" });
    if (url.protocol !== "https:" && !(testNetwork && url.protocol === "http:")) return err({ type: "not https" });
    const address = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const inward = isIP(address) === 0 ? !testNetwork && !isPublicName(address) : !allows(address);
    if (inward) return err({ type: "private address", detail: url.hostname });
    return (await use.levels.of(url.host)) === "refuse" ? err({ type: "refused domain" }) : ok(url);
  };

  const send = async (url: URL, outgoing: Omit<Outgoing, "url" | "timeout">): Promise<Result<Answer, HttpError>> => {
    const answer = await exchange(agent, { ...outgoing, url, timeout: limits.whole });
    if (answer.ok) ports.contacts?.answered(hostOf(url.href), dateIn(headerIn(answer.value.headers, "date")));
    return answer;
  };

  const getOnce = async (url: URL, options: GetOptions, form: SignatureForm): Promise<Result<Answer, HttpError>> => {
    const signer = options.signedBy === undefined ? undefined : await use.keys.signerFor(node);
    const signed =
      signer === undefined ? {} : await signRequest({ method: "GET", url, at: clock() }, signer.request, form);
    const headers = { ...always, accept: options.accept, ...signed };
    return send(url, { method: "GET", headers, maxBytes: options.maxBytes ?? limits.bytes, statusOnly: false });
  };

  /** draft-cavage first: every server that asks for signed GETs reads it, and few read RFC 9421. A 401 gets the other. */
  const getHop = async (url: URL, options: GetOptions): Promise<Result<Answer, HttpError>> => {
    const first = await getOnce(url, options, "cavage");
    const again = options.signedBy !== undefined && first.ok && first.value.status === 401;
    return again ? getOnce(url, options, "rfc9421") : first;
  };

  return {
    async get(text, options) {
      let next = text;
      for (let hop = 0; ; hop++) {
        const url = await check(next);
        if (!url.ok) return url;
        const answer = await getHop(url.value, options);
        if (!answer.ok) return answer;
        const { status, headers } = answer.value;
        if (!isRedirect(status)) return fetched(url.value, answer.value, options, clock());
        const location = headerIn(headers, "location");
        if (hop === MAX_REDIRECTS || !URL.canParse(location, url.value))
          return err({ type: "redirect refused", status });
        next = new URL(location, url.value).href;
      }
    },

    async post(text, { body, digest = digestOf(body), signer, form }) {
      const url = await check(text);
      if (!url.ok) return url;
      const signed = await signRequest({ method: "POST", url: url.value, at: clock(), digest }, signer, form);
      const headers = { ...always, "content-type": "application/activity+json", ...signed };
      const answer = await send(url.value, {
        method: "POST",
        headers,
        body,
        maxBytes: POST_ANSWER_BYTES,
        statusOnly: true,
      });
      if (!answer.ok) return answer;
      const { status } = answer.value;
      if (status >= 300 && status < 400) return err({ type: "redirect refused", status });
      const retryAfter = retryAfterIn(headerIn(answer.value.headers, "retry-after"), clock());
      return ok({ status, ...(retryAfter === undefined ? {} : { retryAfter }) });
    },

    async close() {
      await agent.destroy();
    },
  };
}

/** RFC 9110, 6.6.1. What is no time says nothing. */
function dateIn(text: string): Timestamp | undefined {
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const headerIn = (headers: Answer["headers"], name: string): string => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
};

function fetched(url: URL, answer: Answer, options: GetOptions, now: number): Result<Fetched, HttpError> {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) {
    const retryAfter = retryAfterIn(headerIn(headers, "retry-after"), now);
    return err({ type: "status", status, ...(retryAfter === undefined ? {} : { retryAfter }) });
  }
  const encoding = headerIn(headers, "content-encoding").toLowerCase();
  const contentType = (headerIn(headers, "content-type").split(";")[0] ?? "").trim().toLowerCase();
  if (encoding !== "" && encoding !== "identity")
    return err({ type: "content type", contentType: `${contentType} in ${encoding}` });
  const allowed = options.contentTypes;
  if (allowed !== undefined && !allowed.includes(contentType)) return err({ type: "content type", contentType });
  return ok({ url: url.href, status, contentType, body: new TextDecoder().decode(body) });
}
