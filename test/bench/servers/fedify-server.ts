/** Fedify's own path, with the sender's key cached after the first request: what an activity costs when the library does it all. */
import { createFederation, MemoryKvStore } from "@fedify/fedify";
import { Activity, Organization } from "@fedify/vocab";
import { serve } from "@hono/node-server";

const federation = createFederation<undefined>({ kv: new MemoryKvStore(), allowPrivateAddress: true });
federation.setActorDispatcher(
  "/users/{identifier}",
  (context, identifier) =>
    new Organization({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      inbox: context.getInboxUri(identifier),
    }),
);
federation.setInboxListeners("/users/{identifier}/inbox", "/inbox").on(Activity, async (_context, activity) => {
  await activity.toJsonLd();
});
serve(
  { fetch: (request) => federation.fetch(request, { contextData: undefined }), hostname: "127.0.0.1", port: 0 },
  (info) => process.send?.({ ports: [info.port] }),
);
process.on("disconnect", () => process.exit(0));
