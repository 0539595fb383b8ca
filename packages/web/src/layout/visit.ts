import type { Centre } from "@commonhall/domain";
import type { Context } from "hono";
import type { PublicReader, Reader } from "../words/reader.ts";
import { publicReaderFor, readerFor, seeOther } from "./respond.ts";

/** A request to the public side of a node that has its centre. */
export interface Visit {
  readonly request: Request;
  readonly url: URL;
  readonly centre: Centre;
  readonly reader: Reader;
  /** Of the path. */
  readonly name: string;
}

/** A request to a page that speaks all public languages. */
export interface PublicVisit extends Omit<Visit, "reader"> {
  readonly reader: PublicReader;
}

/** Until there is a centre every way leads to setting one up. */
export async function visit(
  centres: { get(): Promise<Centre | undefined> },
  c: Context,
  respond: (visit: Visit) => Response | Promise<Response>,
): Promise<Response> {
  const centre = await centres.get();
  const request = c.req.raw;
  if (centre === undefined) return seeOther(readerFor(request, undefined).link("/setup"));
  const name = c.req.param("name") ?? "";
  return respond({ request, url: new URL(request.url), centre, reader: readerFor(request, centre), name });
}

/** The same for pages that speak all public languages. */
export const publicVisit = (
  centres: Parameters<typeof visit>[0],
  c: Context,
  respond: (visit: PublicVisit) => Response | Promise<Response>,
): Promise<Response> => visit(centres, c, (to) => respond({ ...to, reader: publicReaderFor(to.request, to.centre) }));
