/** Inboxes on a thousand hosts, in one process: reads what is posted, answers 202, and counts, after the first so many. Says what it got when asked. */
import { createServer } from "node:http";

const hosts = Number(process.argv[2] ?? "1000");
let received = -Number(process.argv[3] ?? "0");
let first = 0;
let last = 0;

const ports: number[] = [];
for (let i = 0; i < hosts; i++) {
  const server = createServer((request, response) => {
    request.on("data", () => {});
    request.on("end", () => {
      received++;
      last = performance.timeOrigin + performance.now();
      if (received === 1) first = last;
      response.writeHead(202).end();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address !== null && typeof address === "object") ports.push(address.port);
}
process.on("message", () => process.send?.({ received, first, last }));
process.on("disconnect", () => process.exit(0));
process.send?.({ ports });
