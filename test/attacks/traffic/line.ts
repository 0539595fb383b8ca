import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";

/** What one who sits on the line sees of a connection: how many bytes went each way. TLS adds a constant to each. */
export interface Passed {
  readonly up: number;
  readonly down: number;
}

/** A line to a server, with somebody on it. */
export interface Line extends AsyncDisposable {
  readonly origin: string;
  /** Since it was asked last. */
  readonly seen: () => readonly Passed[];
}

export async function lineTo(origin: string): Promise<Line> {
  const { hostname, port } = new URL(origin);
  let passed: { up: number; down: number }[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const counts = { up: 0, down: 0 };
    passed.push(counts);
    near.on("data", (bytes) => void (counts.up += bytes.length));
    far.on("data", (bytes) => void (counts.down += bytes.length));
    near.on("error", () => far.destroy()).pipe(far);
    far.on("error", () => near.destroy()).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: () => {
      const all = passed;
      passed = [];
      return all;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
