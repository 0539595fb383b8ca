import { err, ok, type Duration, type Result } from "@commonhall/domain";
import { errors, type Agent, type Dispatcher } from "undici";
import { certificateFault } from "./certificate-fault.ts";
import { PrivateAddressError } from "./connect.ts";
import type { HttpError } from "./http-error.ts";
import { codeOf } from "./resolve.ts";

export interface Outgoing {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array;
  /** Whole exchange, from here to the last byte. */
  readonly timeout: Duration;
  readonly maxBytes: number;
  /** Done as soon as the status is known; what follows is read past, up to `maxBytes`, so that the connection stays. */
  readonly statusOnly: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One request and its answer, with every bound kept. No redirects, no retries; never throws. */
export function exchange(agent: Agent, outgoing: Outgoing): Promise<Result<Answer, HttpError>> {
  return new Promise((resolve) => {
    const handler = handlerFor(outgoing, resolve);
    const { url, method, headers, body } = outgoing;
    const path = url.pathname + url.search;
    agent.dispatch({ origin: url.origin, path, method, headers, body: body ?? null }, handler);
  });
}

function handlerFor(
  outgoing: Outgoing,
  resolve: (answer: Result<Answer, HttpError>) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let head: { status: number; headers: Headers } | undefined;
  let controller: Dispatcher.DispatchController | undefined;
  let cut: HttpError | undefined;

  const stop = (error: HttpError) => {
    cut = error;
    controller?.abort(new errors.RequestAbortedError());
    finish(err(error));
  };
  const timer = setTimeout(() => stop({ type: "timeout" }), outgoing.timeout);
  const finish = (answer: Result<Answer, HttpError>) => {
    // After the status alone is known the timer stays: it ends an answer that never ends.
    if (!outgoing.statusOnly || head === undefined || cut !== undefined) clearTimeout(timer);
    resolve(answer);
  };

  return {
    onRequestStart(started) {
      controller = started;
      if (cut !== undefined) started.abort(new errors.RequestAbortedError());
    },
    onResponseStart(_, status, headers) {
      if (status < 200) return;
      head = { status, headers };
      if (outgoing.statusOnly) finish(ok({ status, headers, body: new Uint8Array() }));
    },
    onResponseData(_, chunk) {
      size += chunk.length;
      if (size > outgoing.maxBytes) stop({ type: "too large", limit: outgoing.maxBytes });
      else if (!outgoing.statusOnly) chunks.push(chunk);
    },
    onResponseEnd() {
      clearTimeout(timer);
      if (head !== undefined) finish(ok({ ...head, body: Buffer.concat(chunks) }));
    },
    onResponseError(_, error) {
      clearTimeout(timer);
      finish(err(cut ?? httpErrorFrom(error)));
    },
  };
}

function httpErrorFrom(error: Error): HttpError {
  if (error instanceof PrivateAddressError) return { type: "private address", detail: error.message };
  const code = codeOf(error);
  const fault = certificateFault(code);
  if (fault !== undefined) return { type: "certificate", fault };
  const isTimeout =
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    code === "ETIMEDOUT" ||
    code === "ETIMEOUT";
  return isTimeout ? { type: "timeout" } : { type: "unreachable", detail: code ?? error.name };
}
