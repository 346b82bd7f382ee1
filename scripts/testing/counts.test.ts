// How the results of two test runners become one line.
import { describe, expect, test } from 'vitest'
import { addCounts, closingLine, countsOfPlaywright, countsOfVitest, NONE } from './counts.mjs'

const vitestReport = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
const failedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] }

describe('Vitest', () => {
  test('tests that were left out and tests still to be written both count as skipped', () => {
    const report = { ...vitestReport, testResults: [passedFile, failedTest] }
    expect(countsOfVitest(report)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  test('a file that could not be loaded counts as a failure of its own', () => {
    const unloadable = { status: 'failed', assertionResults: [] }
    const report = { ...vitestReport, numFailedTests: 0, testResults: [passedFile, unloadable] }
    expect(countsOfVitest(report).failed).toBe(1)
  })
})

describe('Playwright', () => {
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 1 }

  test('a test that passed only at a second try is a failure', () => {
    const report = { stats: { ...stats, flaky: 1 }, errors: [] }
    expect(countsOfPlaywright(report)).toEqual({ passed: 4, failed: 1, skipped: 1 })
  })

  test('an error outside any test is a failure', () => {
    expect(countsOfPlaywright({ stats, errors: [{ message: 'no such file' }] }).failed).toBe(1)
  })
})

test('the closing line states the sums, alone and in the agreed form', () => {
  const sum = addCounts(addCounts(NONE, { passed: 10, failed: 0, skipped: 1 }), { passed: 2, failed: 1, skipped: 0 })
  expect(closingLine(sum)).toBe('12 passed, 1 failed, 1 skipped')
})
