// Reads the runners' reports (CTRF, https://ctrf.io) for eng/test.sh.
//   node eng/test-report.mjs project NAME REPORT EXIT-CODE SECONDS   one line for one project
//   node eng/test-report.mjs summary FOLDER NAME…                    failed and skipped tests, and the count line
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [verb, ...rest] = process.argv.slice(2);

/** What a project's runner reported; a runner that died or ran nothing counts as one failure. */
function read(name, file, exitCode) {
  const tests = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).results.tests : [];
  const of = (...states) => tests.filter(test => states.includes(test.status));
  const result = { passed: of('passed').length, failed: of('failed', 'other'), skipped: of('skipped', 'pending') };
  if (tests.length === 0) {
    result.failed.push({ name, message: exitCode === 124 ? 'did not end in 15 minutes' : `ran no test (exit code ${exitCode}); see artifacts/test-results/${name}.log` });
  } else if (exitCode !== 0 && result.failed.length === 0) {
    result.failed.push({ name, message: `exit code ${exitCode} without a failed test; see artifacts/test-results/${name}.log` });
  }
  return result;
}

const counts = r => `${r.passed} passed, ${r.failed.length} failed, ${r.skipped.length} skipped`;
const indent = text => (text ?? '').trim().split('\n').slice(0, 25).map(line => `    ${line}`).join('\n');

if (verb === 'project') {
  const [name, file, exitCode, seconds] = rest;
  const result = read(name, file, Number(exitCode));
  writeFileSync(`${file}.counted`, JSON.stringify(result));
  console.log(`${name}: ${counts(result)} (${seconds} s)`);
  process.exit(result.passed + result.skipped.length === 0 ? 1 : 0);
}

const [folder, ...names] = rest;
const all = { passed: 0, failed: [], skipped: [] };
for (const name of names) {
  const result = JSON.parse(readFileSync(join(folder, `${name}.json.counted`), 'utf8'));
  all.passed += result.passed;
  all.failed.push(...result.failed);
  all.skipped.push(...result.skipped);
}

for (const test of all.failed) {
  console.log(`FAILED ${test.name}\n${indent(test.message)}`);
}
for (const test of all.skipped) {
  console.log(`skipped ${test.name}: ${(test.message ?? 'no reason given').trim().split('\n')[0]}`);
}
writeFileSync(join(folder, 'skipped.txt'), all.skipped.map(test => `${test.name}: ${test.message ?? ''}\n`).join(''));
console.log(counts(all));
process.exit(all.failed.length > 0 || all.passed === 0 ? 1 : 0);
