import { describe, expect, test } from 'vitest'
import { roomOf } from '../theme/effective-width.tsx'
import { placeOf } from './hash-location.ts'
import { isChosen } from './navigation.tsx'
import { shortcutOf, type KeyPress } from './shortcuts.ts'
import { zoomedBy } from './zoom-keys.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  ...change,
})
const control = { ctrlKey: true }

describe('the keys that work everywhere', () => {
  test.each([
    ['1', '/'],
    ['2', '/files'],
    ['3', '/attention'],
    ['4', '/sales-days'],
    ['5', '/connection'],
    [',', '/settings'],
  ])('Ctrl+%s goes to %s, even while typing', (key, to) => {
    expect(shortcutOf(press(key, control), true)).toEqual({ kind: 'go', to })
  })

  test('check, find and move between the parts of the window', () => {
    expect(shortcutOf(press('F5'), true)).toEqual({ kind: 'check-now' })
    expect(shortcutOf(press('f', control), true)).toEqual({ kind: 'find' })
    expect(shortcutOf(press('F6'), false)).toEqual({ kind: 'next-region' })
    expect(shortcutOf(press('F6', { shiftKey: true }), false)).toEqual({ kind: 'previous-region' })
  })

  test('lead back, but not while a person types', () => {
    expect(shortcutOf(press('Escape'), false)).toEqual({ kind: 'back' })
    expect(shortcutOf(press('Backspace'), false)).toEqual({ kind: 'back' })
    expect(shortcutOf(press('Backspace'), true)).toBeNull()
  })

  test('are never a single letter, and never with Alt', () => {
    for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789') expect(shortcutOf(press(key), false)).toBeNull()
    expect(shortcutOf(press('1', { ...control, altKey: true }), false)).toBeNull()
    expect(shortcutOf(press('9', control), false)).toBeNull()
  })
})

test('Ctrl with plus, minus and zero zoom from 50 to 300 percent', () => {
  const walk = (key: string, from: number): readonly number[] => {
    const seen = [from]
    for (let next = zoomedBy(press(key, control), from); next !== null && next !== seen.at(-1);) {
      seen.push(next)
      next = zoomedBy(press(key, control), next)
    }
    return seen
  }
  expect(walk('+', 100)).toEqual([100, 110, 125, 150, 175, 200, 250, 300])
  expect(walk('=', 210)).toEqual([210, 250, 300])
  expect(walk('-', 100)).toEqual([100, 90, 80, 75, 67, 50])
  expect(zoomedBy(press('0', control), 250)).toBe(100)
  expect(zoomedBy(press('+'), 100)).toBeNull()
  expect(zoomedBy(press('0', { ...control, altKey: true }), 100)).toBeNull()
})

test('a place has a path and a query', () => {
  expect(placeOf('/files?group=refused&x=?')).toEqual({ path: '/files', query: 'group=refused&x=?' })
  expect(placeOf('/files')).toEqual({ path: '/files', query: '' })
})

test('the navigation marks the screen a path belongs to, and only that', () => {
  expect(isChosen('/', '/')).toBe(true)
  expect(isChosen('/', '/files')).toBe(false)
  expect(isChosen('/files', '/files/12')).toBe(true)
  expect(isChosen('/files', '/filesystem')).toBe(false)
})

test('the layouts change at 1100, 700 and 640 pixels', () => {
  expect(roomOf(1366, 768)).toEqual({ wide: true, medium: true, rail: true, tall: true })
  expect(roomOf(683, 768)).toEqual({ wide: false, medium: false, rail: true, tall: true })
  expect(roomOf(320, 640)).toEqual({ wide: false, medium: false, rail: false, tall: false })
})
