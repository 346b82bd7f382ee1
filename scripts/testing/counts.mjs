// Sums of tests over several runners, and the closing line that states them.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export const addCounts = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/**
 * @param {Counts} counts
 * @returns {string} one line, to stand alone
 */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/**
 * @param {any} report Vitest's JSON report
 * @returns {Counts}
 */
export function countsOfVitest(report) {
  const failedFiles = report.testResults.filter(failedBeforeItsTests).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failedFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * A test file that could not even be loaded contains no failed test, but is a failure.
 * @param {any} file
 */
const failedBeforeItsTests = (file) =>
  file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed')

/**
 * A test that passed only at a second try is a failure: we allow no second try.
 * @param {any} report Playwright's JSON report
 * @returns {Counts}
 */
export const countsOfPlaywright = ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + (stats.unexpected === 0 ? errors.length : 0),
  skipped: stats.skipped,
})
