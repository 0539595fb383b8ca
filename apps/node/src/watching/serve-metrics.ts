import { createServer, type Server } from "node:http";
import { LOOK_EVERY, ok, type Clock, type Health, type Result, kindOf } from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import { endServer, listen, type ListenRefused } from "../server/listening.ts";
import type { Listen } from "../settings.ts";
import { metricsText } from "./metrics.ts";
import type { NodeWatch } from "./watch-node.ts";

export interface MetricsServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface MetricsPorts {
  readonly watch: Pick<NodeWatch, "health">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * `GET /metrics` at an address of its own, and nothing else. However often somebody asks, figures are ten minutes old or
 * younger and the same until then: whoever asks each second learns no more of what happens in between.
 */
export async function serveMetrics(ports: MetricsPorts, where: Listen): Promise<Result<MetricsServer, ListenRefused>> {
  const latest = lastLook(ports);
  const server: Server = createServer((incoming, outgoing) => {
    const isAsked = incoming.url === "/metrics" && (incoming.method === "GET" || incoming.method === "HEAD");
    if (!isAsked) {
      outgoing.writeHead(404, { "content-type": "text/plain" }).end("Figures are at /metrics.\n");
      return;
    }
    latest()
      .then(metricsText)
      .then(({ type, text }) =>
        outgoing.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(text),
      )
      .catch((error: unknown) => {
        ports.log.error("figures could not be given out", { error: kindOf(error) });
        outgoing.writeHead(500).end();
      });
  });
  const listening = await listen(server, where);
  if (!listening.ok) return listening;
  return ok({ port: listening.value.port, close: () => endServer(server, 1000) });
}

function lastLook({ watch, clock }: MetricsPorts): () => Promise<Health> {
  let kept: { readonly until: number; readonly health: Promise<Health> } | undefined;
  return () => {
    const now = clock();
    if (kept === undefined || now >= kept.until || now < kept.until - LOOK_EVERY) {
      const health = watch.health();
      const own = { until: now + LOOK_EVERY, health };
      kept = own;
      health.catch(() => {
        if (kept === own) kept = undefined;
      });
    }
    return kept.health;
  };
}
