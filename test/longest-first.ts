import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { LONGEST } from "./longest-files.ts";

/**
 * A file that takes minutes, begun last, leaves every other core idle until it ends. What vitest knows of earlier runs
 * is not there in a fresh clone; without it, it goes by the length of the files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ project, moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(project.config.root, moduleId));
      return { group: project.config.sequence.groupOrder, at: at < 0 ? LONGEST.length : at };
    };
    return sorted.toSorted((a, b) => {
      const [one, other] = [place(a), place(b)];
      return one.group - other.group || one.at - other.at;
    });
  }
}
