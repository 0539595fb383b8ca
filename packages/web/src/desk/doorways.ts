import type { FormValues } from "../layout/read-form.ts";
import { join, openJoin } from "../centres/join.route.ts";
import type { Asked } from "./answers.ts";
import { resume } from "./enter.ts";
import { openLostPassphrase } from "./lost-passphrase.page.ts";
import type { DeskRoute } from "./route.ts";
import { finishSignIn, openSignIn, signIn, signOut } from "./sign-in.route.ts";

/** An address of the desk that needs nobody to be signed in. `role-walk.test.ts` names every one of them. */
export interface Doorway {
  readonly method: "GET" | "POST";
  /** Below `/desk`. */
  readonly path: string;
  readonly respond: (to: Asked, form: FormValues, param: (name: string) => string) => Response | Promise<Response>;
}

export const doorways = (routes: readonly DeskRoute[]): readonly Doorway[] => [
  { method: "GET", path: "/sign-in", respond: openSignIn },
  {
    method: "POST",
    path: "/sign-in",
    respond: (to, form) => signIn(to, form, (kept, token) => resume(to, routes, kept, { token })),
  },
  {
    method: "POST",
    path: "/sign-in/code",
    respond: (to, form) => finishSignIn(to, form, (kept, token) => resume(to, routes, kept, { token })),
  },
  { method: "POST", path: "/sign-out", respond: signOut },
  { method: "GET", path: "/lost-passphrase", respond: openLostPassphrase },
  { method: "GET", path: "/join/:code", respond: (to, _, param) => openJoin(to, param("code")) },
  { method: "POST", path: "/join/:code", respond: (to, form, param) => join(to, param("code"), form) },
];
