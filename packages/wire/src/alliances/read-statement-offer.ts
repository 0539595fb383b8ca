import { ok } from "@commonhall/domain";
import type { ReadOffered } from "../inbound/read-offer.ts";
import { statementIn } from "./read-alliance-documents.ts";

/** A member hands on what it knows of an alliance of many; what the statement says is read where it is looked into. */
export const readStatementOffer: ReadOffered = (_, offered) => {
  const statement = statementIn(offered);
  if (!statement.ok) return statement;
  return statement.value === undefined ? undefined : ok({ type: "statement", text: statement.value });
};
