import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute or so, by a part of their path. One that began last would keep a single worker busy. */
const LONG = [
  "/test/crash/",
  "/test/package",
  "/test/web/killed-webhook",
  "/test/send/engine",
  "/test/send/doubt",
  "/test/audience/import",
  "/test/app/persons-word",
  "/test/browser/",
  "/test/app/faults",
  "/test/app/explain",
  "/test/app/two-checkouts",
  "/test/model/pace",
  "/test/cli/hosted",
  "/test/cli/truth",
  "/test/web/abuse",
];

/** Long files first, in the order of the list above; the rest as Vitest would have them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId));
  }
}

function rankOf(file: string): number {
  const at = LONG.findIndex((part) => file.includes(part));
  return at === -1 ? LONG.length : at;
}
