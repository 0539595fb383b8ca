import type { Context, Hono } from "hono";

type Handler = (c: Context) => Response | Promise<Response>;

export interface Route {
  readonly path: string;
  readonly get?: Handler;
  readonly post?: Handler;
}

/** Mounts the routes. Any other method on their paths is answered by `refuse`, with what is allowed there (RFC 9110, 15.5.6). */
export function mount(
  app: Hono,
  routes: readonly Route[],
  refuse: (c: Context, allow: string) => Response | Promise<Response>,
): void {
  for (const { path, get, post } of routes) {
    if (get !== undefined) app.get(path, get);
    if (post !== undefined) app.post(path, post);
    const allow = [get !== undefined && "GET, HEAD", post !== undefined && "POST"].filter(Boolean).join(", ");
    app.all(path, (c) => refuse(c, allow));
  }
}
