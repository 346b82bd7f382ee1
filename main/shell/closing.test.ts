import { expect, test } from 'vitest'
import { beginsWithoutWindow, closingOf } from './closing.ts'

test.each([
  [{ closeToTray: true, reachable: true, hasStore: true, ending: false }, 'background'],
  [{ closeToTray: true, reachable: false, hasStore: true, ending: false }, 'ask'],
  [{ closeToTray: false, reachable: true, hasStore: true, ending: false }, 'ask'],
  [{ closeToTray: false, reachable: false, hasStore: true, ending: false }, 'ask'],
  [{ closeToTray: true, reachable: true, hasStore: false, ending: false }, 'end'],
  [{ closeToTray: true, reachable: true, hasStore: true, ending: true }, 'end'],
] as const)('with %j closing the window means %s', (facts, closing) => {
  expect(closingOf(facts)).toBe(closing)
})

test('the program begins without a window only when the computer started it, it works, and it can be found', () => {
  const facts = { byComputer: true, hasStore: true, passwordNeeded: false, reachable: true }
  expect(beginsWithoutWindow(facts)).toBe(true)
  expect(beginsWithoutWindow({ ...facts, byComputer: false })).toBe(false)
  expect(beginsWithoutWindow({ ...facts, hasStore: false })).toBe(false)
  expect(beginsWithoutWindow({ ...facts, passwordNeeded: true })).toBe(false)
  expect(beginsWithoutWindow({ ...facts, reachable: false })).toBe(false)
})
