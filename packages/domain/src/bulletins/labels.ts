import { ENGINE_CODES, type EngineCode } from "../codes/engine-codes.ts";
import { NINE_SECTORS, type NineSector } from "../codes/nine-sectors.ts";

/** What a line of a statistics table is called. */
export function cellLabel(code: NineSector | EngineCode, language: string): string {
  const sector = NINE_SECTORS.find(code);
  if (sector !== undefined) return NINE_SECTORS.label(sector, language);
  const abuse = ENGINE_CODES.find(code);
  return abuse === undefined ? code : ENGINE_CODES.label(abuse, language);
}
