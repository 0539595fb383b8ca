import { writeSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { resolve } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";

// Reading two hundred files of TypeScript takes longer than starting the node; their compiled form is kept beside them.
enableCompileCache(resolve(import.meta.dirname, "../../../.cache/compiled"));

// Everything that the node writes is for its own account alone.
process.umask(0o077);

const { lineLog } = await import("./log.ts");
const { tellCrash } = await import("./tell-crash.ts");
// Rejections that nobody handles come here, too.
process.on("uncaughtException", (error) => {
  const write = (told: string) => void writeSync(process.stderr.fd, told);
  tellCrash(error, lineLog(write), write);
  process.exit(1);
});

const { hall } = await import("./hall.ts");

// Whoever reads the output may have read enough of it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const { INIT_CWD: startedFrom } = process.env;
const io = {
  environment: process.env,
  // pnpm runs a script in the folder of its package, and says where it was started.
  folders: startedFrom === undefined ? [process.cwd()] : [process.cwd(), startedFrom],
  out: (line: string) => void process.stdout.write(line),
  ...(process.stdout.isTTY ? {} : { outBytes: (bytes: Uint8Array) => void process.stdout.write(bytes) }),
  err: (line: string) => void process.stderr.write(line),
  input: () => text(process.stdin),
};
const signals = {
  onEnd: (listener: () => void) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, listener);
  },
};
process.exitCode = await hall(process.argv.slice(2), io, signals);
