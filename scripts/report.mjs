// Reads a report of Vitest (its JSON) for scripts/check.sh:
//   node scripts/report.mjs counts FILE     "passed failed", of the tests
//   node scripts/report.mjs troubles FILE   each test that failed, or passed at its second attempt only, with the reason
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Most lines of a reason, without the stack, which the output shows where the test ran. */
const LINES = 6;
const WIDTH = 200;

const [, , what, file] = process.argv;
const report = JSON.parse(readFileSync(file, 'utf8'));

/**
 * A file that could not be loaded has no tests and counts as one failed test. So does a failure outside the tests of
 * a file.
 */
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
);

if (what === 'counts') {
  console.log(report.numPassedTests, report.numFailedTests + broken.length);
} else if (what === 'troubles') {
  for (const { name, assertionResults } of report.testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (failureMessages.length === 0) continue;
      tell(status === 'failed' ? 'failed' : 'passed at the second attempt', name, fullName, failureMessages[0]);
    }
  }
  for (const { name, message } of broken) tell('failed', name, 'the file as a whole', message);
} else {
  throw new Error(`report.mjs can tell counts and troubles, not '${what}'.`);
}

function tell(outcome, path, test, reason) {
  console.log(`      ${outcome}: ${relative('.', path)}: ${test}`);
  const lines = reason.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  for (const line of lines.slice(0, LINES)) console.log(`          ${line.slice(0, WIDTH)}`);
}
