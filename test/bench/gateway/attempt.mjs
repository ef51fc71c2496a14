/**
 * Does some work for each, one after the other, and gives what came of it. What fails is told and left out: the others are
 * measured nevertheless, and the benchmark ends with exit code 1.
 */
export async function attempts(all, work) {
  const results = [];
  for (const one of all) {
    try {
      results.push(await work(one));
    } catch (error) {
      process.stderr.write(`left out: ${error.stack}\n`);
      process.exitCode = 1;
    }
  }
  return results;
}
