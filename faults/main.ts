/**
 * The fault harness: runs the real server, lets people submit jobs, and meanwhile kills, pauses, restarts and starves
 * it. Then it waits for quiet and counts. The last line is the figure; it ends with 0 only if nothing is amiss.
 *
 *     npm run faults -- --files 2000 --seed 7 [--engines none|faulty] [--faults N]
 *       [--chaos RATE] [--durability normal|full] [--keep]
 *
 * The kinds, times and sizes of the faults and all that is submitted follow from the seed; what they meet does not, as
 * processes run as the machine lets them.
 */
import { readOptions } from './options.ts';
import { runFaults } from './run.ts';

/** Problems that are named; the figure counts all. */
const SHOWN = 40;

try {
  const options = readOptions(process.argv.slice(2));
  const report = await runFaults(options, (line) => console.log(line));
  for (const line of report.problems.slice(0, SHOWN)) console.log(`- ${line}`);
  if (report.problems.length > SHOWN) console.log(`… and ${report.problems.length - SHOWN} more problems`);
  console.log(report.figure);
  process.exitCode = report.problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
