import { MINUTE, type SignInRefused } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { Reader } from "../words/reader.ts";
import { redirect, show, type Asked } from "./answers.ts";
import { isOfSession } from "./csrf.ts";
import { keptForm, mayComeBack } from "./kept-form.ts";
import { ownPath } from "./own-path.ts";
import { withSaid } from "./said.ts";
import { keysCookie, sessionCookie } from "./session-cookie.ts";
import { asciiDigits } from "../words/digits.ts";
import {
  codeBody,
  KEPT_PATH,
  KEPT_PREFIX,
  signInBody,
  type CodeInput,
  type Kept,
  type SignInInput,
} from "./sign-in.page.ts";

/** Draws a form that was sent without a session, now that there is one. */
export type Resume = (kept: Kept, token: string) => Promise<Response>;

export function openSignIn(asked: Asked): Response {
  const next = ownPath(asked.url.searchParams.get("next") ?? "");
  return signInPage(asked, 200, next === undefined ? {} : { next });
}

/** Nobody is signed in (any more), and a form came: it is kept on the page that asks who it is. */
export const askFirst = (asked: Asked, form: FormValues): Response =>
  signInPage(asked, 403, { kept: keptForm(`${asked.url.pathname}${asked.url.search}`, form) });

export async function signIn(asked: Asked, form: FormValues, resume: Resume): Promise<Response> {
  const name = form.get("name");
  const next = ownPath(form.get("next"));
  const kept = keptIn(form);
  const came = { name, ...(next === undefined ? {} : { next }), ...(kept === undefined ? {} : { kept }) };
  const signedIn = await asked.ports.staffDesk.signIn(name, form.fields["passphrase"] ?? "");
  if (!signedIn.ok) return refuse(asked, signedIn.error, came);
  if ("halfway" in signedIn.value) return codePage(asked, 200, { ...came, halfway: signedIn.value.halfway });
  return begin(asked, signedIn.value.token, came, resume);
}

/** The second page, for whoever has switched on a second factor; only now is said what was wrong. */
export async function finishSignIn(asked: Asked, form: FormValues, resume: Resume): Promise<Response> {
  const halfway = form.get("halfway");
  const next = ownPath(form.get("next"));
  const kept = keptIn(form);
  const came = { ...(next === undefined ? {} : { next }), ...(kept === undefined ? {} : { kept }) };
  const finished = await asked.ports.staffDesk.finishSignIn(halfway, asciiDigits(form.get("code")));
  if (finished.ok) return begin(asked, finished.value.token, came, resume);
  const { words } = asked.reader;
  const { error } = finished;
  if (error.type === "too late") {
    return signInPage(asked, 403, { ...came, problem: html`${words("desk.code.too-late")}` });
  }
  const problem = error.type === "wrong" ? html`${words("desk.code.wrong")}` : refusal(asked.reader, error);
  const headers = error.type === "wrong" ? {} : { "retry-after": String(Math.ceil(error.wait / 1000)) };
  return codePage(asked, error.type === "wrong" ? 403 : 429, { ...came, halfway, problem }, headers);
}

async function begin(
  asked: Asked,
  token: string,
  { next, kept }: Pick<SignInInput, "next" | "kept">,
  resume: Resume,
): Promise<Response> {
  if (kept !== undefined) return resume(kept, token);
  return redirect(asked.reader.link(next ?? "/desk"), { "set-cookie": sessionCookie(asked.ports.site).set(token) });
}

function codePage(
  asked: Asked,
  status: number,
  input: Omit<CodeInput, "reader">,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = codeBody({ reader: asked.reader, ...input });
  return show(asked, { status, headers, title: asked.reader.words("desk.code.title"), body });
}

/** A form that is not of this session signs nobody out. */
export async function signOut({ ports, request, reader }: Asked, form: FormValues): Promise<Response> {
  const cookie = sessionCookie(ports.site);
  const token = cookie.read(request);
  const session = token === undefined ? undefined : await ports.staffDesk.session(token);
  if (session !== undefined && !isOfSession(session, form)) return redirect(reader.link("/desk"));
  if (token !== undefined) await ports.staffDesk.signOut(token);
  const keys = keysCookie(ports.site).read(request);
  if (keys !== undefined) await ports.casework?.vault.lock(keys);
  return redirect(reader.link(withSaid("/desk/sign-in", "signed-out")), { "set-cookie": cookie.clear() });
}

function refuse(asked: Asked, why: SignInRefused, came: Omit<SignInInput, "reader">): Response {
  const problem = refusal(asked.reader, why);
  if (why.type === "wrong") return signInPage(asked, 403, { ...came, problem });
  const retryAfter = String(Math.ceil(why.wait / 1000));
  return signInPage(asked, 429, { ...came, problem }, { "retry-after": retryAfter });
}

function refusal({ words }: Reader, why: SignInRefused): Html {
  if (why.type === "wrong") return html`${words("desk.sign-in.wrong")}`;
  return html`${words("desk.sign-in.too-many", { minutes: Math.ceil(why.wait / MINUTE) })}`;
}

function signInPage(
  asked: Asked,
  status: number,
  input: Omit<SignInInput, "reader">,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return show(asked, {
    status,
    headers,
    title: asked.reader.words("desk.sign-in.title"),
    body: signInBody({ reader: asked.reader, ...input }),
    said: asked.url.searchParams.get("said") ?? "",
  });
}

/** What a form carried along while somebody had to say first who they are. */
export function keptIn(form: FormValues): Kept | undefined {
  const path = ownPath(form.get(KEPT_PATH));
  if (path === undefined) return undefined;
  const entries = form.entries.flatMap(([name, value]): [string, string][] =>
    name.startsWith(KEPT_PREFIX) ? [[name.slice(KEPT_PREFIX.length), value]] : [],
  );
  return { path, entries: mayComeBack(entries) };
}
