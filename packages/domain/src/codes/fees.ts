import { codeList, type CodeList } from "./code-list.ts";
import list from "./lists/fees.json" with { type: "json" };

/** What a worker was made to pay for a job, by the categories of the ILO: `fee.recruit`. */
export type FeeCategory = keyof typeof list.codes;

export const FEES: CodeList<FeeCategory> = codeList(list.codes);
