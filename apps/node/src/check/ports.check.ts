import { isThisMachine } from "../reachable-settings.ts";
import { advice, few, finding, notDone, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/** What a small server with a node on it shows to the world, and nothing else: ssh and a web server. */
const EXPECTED: readonly number[] = [22, 80, 443];
/** Databases and caches, which believe whoever reaches them. */
const NEVER: Readonly<Record<number, string>> = {
  3306: "MySQL",
  5432: "PostgreSQL",
  6379: "Redis",
  9050: "Tor's own port",
  9051: "Tor's control port",
  11211: "memcached",
  27017: "MongoDB",
};

/** What listens on this machine where others than itself can reach it. */
export const checkPorts: Check = async ({ settings, listening }: Pick<CheckPorts, "settings" | "listening">) => {
  const { metrics, listen } = settings;
  if (metrics?.type === "tcp" && !isThisMachine(metrics.host)) {
    return finding(
      "ports",
      `The figures of HALL_METRICS are given out at ${metrics.host}:${metrics.port} to whoever reaches that address.`,
      "Set HALL_METRICS to 127.0.0.1:9420, or to a socket.",
    );
  }
  const all = await listening();
  const open = (all ?? []).filter(({ isLoopback }) => !isLoopback);
  const never = open.filter(({ port }) => NEVER[port] !== undefined);
  if (never.length > 0) {
    return finding(
      "ports",
      `Others can reach ${few(never.map(({ address, port }) => `${NEVER[port] ?? ""} at ${address}:${port}`))}.`,
      "Let it listen on 127.0.0.1 or on a socket alone, or close the port in the firewall.",
    );
  }
  if (listen.type === "tcp" && !isThisMachine(listen.host)) {
    return advice(
      "ports",
      `The node listens at ${listen.host}:${listen.port}, in clear. Whoever reaches that goes past the web server and its https.`,
      "Set HALL_LISTEN to 127.0.0.1:8420 or to a socket, unless nobody but the web server can reach it there (as in a container).",
    );
  }
  if (all === undefined) return notDone("ports", "This system does not tell what listens on it.");
  const others = [...new Set(open.map(({ port }) => port).filter((port) => !EXPECTED.includes(port)))].toSorted(
    (a, b) => a - b,
  );
  return others.length === 0
    ? well("ports", "From outside nothing can be reached on this machine but ssh and the web server.")
    : advice(
        "ports",
        `From outside also these ports can be reached: ${few(others.map(String), 12)}.`,
        "Find out what they are (ss -ltnp), and switch off what is not needed.",
      );
};
