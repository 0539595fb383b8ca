import { err, ok, type CertificateFault, type Result } from "@commonhall/domain";
import { describeWireError, parseDocument, type JsonObject } from "@commonhall/wire";
import { CERTIFICATE_WORDS } from "../http/certificate-fault.ts";
import type { HttpClient } from "../http/client.ts";
import type { HttpError } from "../http/http-error.ts";

/** Why a document of another server is not there. */
export type FetchProblem =
  /** 404 or 410: it is not there any more, or never was. Only 410 says that it will not come back. */
  | { readonly type: "gone"; readonly status: 404 | 410 }
  | { readonly type: "refused domain" }
  /** Now; perhaps not later. */
  | { readonly type: "unreachable"; readonly detail: string; readonly certificate?: CertificateFault }
  /** What came cannot be used, and will not get better by itself. */
  | { readonly type: "unreadable"; readonly detail: string };

const ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
/** Nothing else: a server that lets people upload files would else let them upload actors. */
const ACTIVITY_TYPES = ["application/activity+json", "application/ld+json"];

export interface FetchedDocument {
  readonly json: JsonObject;
  /** Where it came from, after redirects. */
  readonly url: string;
}

/** An ActivityPub document, asked for with the node's own signature. */
export async function fetchDocument(
  client: Pick<HttpClient, "get">,
  url: string,
): Promise<Result<FetchedDocument, FetchProblem>> {
  const fetched = await client.get(url, { accept: ACCEPT, signedBy: "node", contentTypes: ACTIVITY_TYPES });
  if (!fetched.ok) return err(problemOf(fetched.error));
  const parsed = parseDocument(fetched.value.body);
  if (!parsed.ok) return err({ type: "unreadable", detail: describeWireError(parsed.error) });
  return ok({ json: parsed.value, url: fetched.value.url });
}

const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

export function problemOf(error: HttpError): FetchProblem {
  switch (error.type) {
    case "status":
      if (error.status === 404 || error.status === 410) return { type: "gone", status: error.status };
      return error.status >= 500 || PASSING_STATUSES.has(error.status)
        ? { type: "unreachable", detail: `it answered ${error.status}` }
        : { type: "unreadable", detail: `it answered ${error.status}` };
    case "refused domain":
      return { type: "refused domain" };
    case "timeout":
      return { type: "unreachable", detail: "it took too long" };
    case "unreachable":
      return { type: "unreachable", detail: error.detail };
    case "certificate":
      return { type: "unreachable", detail: CERTIFICATE_WORDS[error.fault], certificate: error.fault };
    default:
      return { type: "unreadable", detail: error.type };
  }
}
