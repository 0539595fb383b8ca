import { relative } from "node:path";
import { startVitest, type TestCase, type TestModule } from "vitest/node";

/*
 * Runs every test, or those of the files named on the command line, and says at the very end, alone on a line, how many
 * passed and failed. What was skipped stands above it with its reason, so that nothing is left out in silence.
 */

const vitest = await startVitest("test", process.argv.slice(2), { watch: false, passWithNoTests: false });
await vitest.close();
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
const ended = (state: string) => tests.filter((test) => test.result().state === state);

// A file that cannot be loaded, or whose hooks fail, has tests that never ran: it counts as one that failed.
const broken = modules.filter((module) => module.errors().length > 0 || hasBrokenSuite(module));
const skipped = [...ended("skipped"), ...ended("pending")];
const failed = ended("failed").length + broken.length + vitest.state.getUnhandledErrors().length;
const passed = ended("passed").length;

for (const test of skipped) console.log(`skipped: ${place(test)}: ${reason(test)}`);
if (passed + failed === 0) console.log("No test ran.");
const summary = [`${passed} passed`, `${failed} failed`, ...(skipped.length > 0 ? [`${skipped.length} skipped`] : [])];
// The last line of all: nothing of a reporter may come after it.
process.stdout.write(`${summary.join(", ")}\n`, () => process.exit(failed > 0 || passed === 0 ? 1 : 0));

function hasBrokenSuite(module: TestModule): boolean {
  return [...module.children.allSuites()].some((suite) => suite.errors().length > 0);
}

function place(test: TestCase): string {
  return `${relative(process.cwd(), test.module.moduleId)} > ${test.fullName}`;
}

function reason(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" ? result.note : undefined) ?? "no reason was given";
}
