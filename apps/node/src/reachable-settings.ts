import type { Listen } from "./settings.ts";

/** Sentences about settings by which others than this machine could read along. */
export function reachableWarnings(at: {
  readonly metrics: Listen | undefined;
  readonly database: string | undefined;
}): readonly string[] {
  const { metrics, database } = at;
  const isOpen = metrics?.type === "tcp" && !isThisMachine(metrics.host);
  return [
    ...(isOpen
      ? [
          `HALL_METRICS gives figures out at ${metrics.host}:${metrics.port} to whoever reaches that address, without a password. Set it to 127.0.0.1:9420 or to a socket, unless nobody else reaches it there.`,
        ]
      : []),
    ...(database !== undefined && isOpenWay(new URL(database))
      ? [
          "HALL_DATABASE is on another machine, and whoever sits on the way could read the node's keys and stand in for the database: add ?sslmode=verify-full to it.",
        ]
      : []),
  ];
}

/** Without a certificate that is looked at, whoever sits between answers in the database's name. */
function isOpenWay({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get("host") ?? hostname;
  const isSocket = host === "" || host.startsWith("/");
  return !isSocket && !isThisMachine(host) && searchParams.get("sslmode") !== "verify-full";
}

export const isThisMachine = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return bare === "localhost" || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
};
