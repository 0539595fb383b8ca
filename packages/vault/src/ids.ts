import { randomBytes } from "node:crypto";

declare const brand: unique symbol;
/** 128 random bits in hexadecimal. Says nothing: neither when nor in which order anything was made. */
export type RandomId = string & { readonly [brand]: "RandomId" };
export type CaseId = RandomId & { readonly ofCase: true };
export type RegisterId = RandomId & { readonly ofRegister: true };

const PATTERN = /^[0-9a-f]{32}$/;

export const isRandomId = (text: string): text is RandomId => PATTERN.test(text);
export const isCaseId = (text: string): text is CaseId => PATTERN.test(text);
export const isRegisterId = (text: string): text is RegisterId => PATTERN.test(text);

export const newId = (): RandomId => made(isRandomId);
export const newCaseId = (): CaseId => made(isCaseId);
export const newRegisterId = (): RegisterId => made(isRegisterId);

function made<Id extends string>(is: (text: string) => text is Id): Id {
  const text = randomBytes(16).toString("hex");
  if (!is(text)) throw new Error("Not an id");
  return text;
}
