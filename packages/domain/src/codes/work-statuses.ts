import { codeList, type CodeList } from "./code-list.ts";
import list from "./lists/work-statuses.json" with { type: "json" };

/** How somebody stands to the work they do (ICSE-18): `icse18:42`. */
export type WorkStatus = keyof typeof list.codes;

export const WORK_STATUSES: CodeList<WorkStatus> = codeList(list.codes);
