/**
 * `pnpm soak`: a node for a year of its clock with fifty allies and all that goes on at a centre, and a node that is killed
 * two hundred times in the middle of everything. Prints what they held and how they grew, and fails where something is not
 * as it should be. About half an hour on two cores; `pnpm soak year` and `pnpm soak kills` are one of the two.
 */
import { parseArgs } from "node:util";
import { judge, told } from "./judge.ts";
import { killAndCopy } from "./kills.ts";
import { soakYear } from "./year.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    allies: { type: "string", default: "50" },
    days: { type: "string", default: "365" },
    lives: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
  },
});
const seed = Number(values.seed);
const faults: string[] = [];

const parts: Readonly<Record<string, () => Promise<string>>> = {
  year: async () => {
    const onDay = (day: number) => void (day % 10 === 0 && process.stderr.write(`day ${day}\n`));
    const year = await soakYear({ allies: Number(values.allies), days: Number(values.days), seed, onDay });
    faults.push(...judge(year));
    return told(year);
  },
  kills: async () => {
    const onLife = (life: number) => void (life % 10 === 0 && process.stderr.write(`life ${life}\n`));
    const { faults: found, ...kills } = await killAndCopy({ lives: Number(values.lives), seed, onLife });
    faults.push(...found);
    return Object.entries({ lives: values.lives, ...kills })
      .map(([what, count]) => `${what}: ${count}`)
      .join("\n");
  },
};
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const start = performance.now();
  process.stdout.write(`${await run()}\n${Math.round((performance.now() - start) / 1000)} seconds\n\n`);
}
for (const fault of faults) process.stdout.write(`NOT AS IT SHOULD BE: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
