import type { Centre } from "@commonhall/domain";
import { publicReaderOf, readerOf, type PublicReader, type Reader } from "../words/reader.ts";
import { answer, NEVER_KEPT, PUBLIC_FOR_THREE_MINUTES } from "./headers.ts";
import { page, type PageInput } from "./page.ts";

export const HTML = "text/html; charset=utf-8";
/** A page is in the reader's language, and at many addresses other programs get a document instead. */
export const VARIES = "Accept, Accept-Language";

export const readerFor = (request: Request, centre: Pick<Centre, "languages"> | undefined): Reader =>
  readerOf({ url: request.url, acceptLanguage: request.headers.get("accept-language") }, centre);

/** For the pages that speak all public languages. */
export const publicReaderFor = (request: Request, centre: Pick<Centre, "languages">): PublicReader =>
  publicReaderOf({ url: request.url, acceptLanguage: request.headers.get("accept-language") }, centre);

/** A page that anybody may keep for three minutes. */
export const publicPage = (request: Request, input: PageInput, cache = PUBLIC_FOR_THREE_MINUTES): Response =>
  answer(request, {
    body: page(input),
    type: HTML,
    cache,
    vary: VARIES,
    headers: { "content-language": input.reader.language },
  });

/** A page for this one reader at this one moment: forms, refusals. */
export const privatePage = (
  request: Request,
  input: PageInput,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  answer(request, {
    body: page({ unlisted: true, ...input }),
    type: HTML,
    status,
    cache: NEVER_KEPT,
    headers: { "content-language": input.reader.language, ...headers },
  });

/** After a POST: the browser asks for the page that shows what has come of it. */
export const seeOther = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": NEVER_KEPT, "referrer-policy": "no-referrer" },
  });
