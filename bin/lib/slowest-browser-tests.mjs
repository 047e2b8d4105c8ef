// Prints the 15 slowest tests of a report of Playwright: seconds, project, file, name.
import { existsSync, readFileSync } from 'node:fs';

const file = process.argv[2];
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { suites: [] };

const specs = (suite) => [...suite.specs, ...(suite.suites ?? []).flatMap(specs)];
const tests = report.suites.flatMap(specs).flatMap((spec) =>
  spec.tests.map((test) => ({
    seconds: test.results.reduce((all, result) => all + result.duration, 0) / 1000,
    name: `${test.projectName} ${spec.file} ${spec.title}`,
  })),
);
tests.sort((a, b) => b.seconds - a.seconds);
for (const { seconds, name } of tests.slice(0, 15)) console.log(seconds.toFixed(1), name);
