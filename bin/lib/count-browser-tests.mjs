// Prints how many tests of a report of Playwright passed and failed. One that passed at its second try failed.
import { existsSync, readFileSync } from 'node:fs';

const file = process.argv[2];
const stats = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).stats : { expected: 0, unexpected: 0, flaky: 0 };
console.log(stats.expected, stats.unexpected + stats.flaky);
