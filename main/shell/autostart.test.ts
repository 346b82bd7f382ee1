import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { autostartState, enterOnce, type AutostartPort } from './autostart.ts'
import { desktopEntry, isDesktopEntryOn } from './desktop-entry.ts'
import { linuxAutostart } from './linux-autostart.ts'

/** A list of programs as Task Manager keeps it: an entry, and beside it whether it is switched off. */
const aList = (first: 'enabled' | 'disabled' | 'absent' = 'absent') => {
  let state = first
  let entered = 0
  const port: AutostartPort = {
    read: () => state,
    enter: () => {
      entered += 1
      state = 'enabled'
    },
    remove: () => {
      state = 'absent'
    },
  }
  return { port, entered: () => entered, bySystem: (to: typeof state) => (state = to) }
}

describe('starting with the computer', () => {
  test('begins by itself once a store is set up, and not before', () => {
    const list = aList()
    expect(enterOnce({ hasStore: false, enteredBefore: false, port: list.port })).toBe(false)
    expect(autostartState(list.port)).toBe('off')
    expect(enterOnce({ hasStore: true, enteredBefore: false, port: list.port })).toBe(true)
    expect(autostartState(list.port)).toBe('on')
  })

  test('stays off after somebody switched it off in the system’s list, over every start and update, and is told so', () => {
    const list = aList()
    let enteredBefore = enterOnce({ hasStore: true, enteredBefore: false, port: list.port })
    list.bySystem('disabled')
    for (let start = 0; start < 3; start += 1)
      enteredBefore = enterOnce({ hasStore: true, enteredBefore, port: list.port })
    expect(autostartState(list.port)).toBe('off-by-system')
    expect(list.entered()).toBe(1)
  })

  test('stays off after somebody took the entry away', () => {
    const list = aList()
    enterOnce({ hasStore: true, enteredBefore: false, port: list.port })
    list.bySystem('absent')
    enterOnce({ hasStore: true, enteredBefore: true, port: list.port })
    expect([autostartState(list.port), list.entered()]).toEqual(['off', 1])
  })

  test('leaves an entry that is switched off alone even when nothing is remembered any more', () => {
    const list = aList('disabled')
    expect(enterOnce({ hasStore: true, enteredBefore: false, port: list.port })).toBe(true)
    expect([autostartState(list.port), list.entered()]).toEqual(['off-by-system', 0])
  })

  test('is nothing a copy does that is not installed', () => {
    expect(enterOnce({ hasStore: true, enteredBefore: false, port: null })).toBe(false)
    expect(autostartState(null)).toBe('not-here')
  })
})

describe('on a Linux desktop', () => {
  test('the program is entered, found switched off by the desktop, and removed', () => {
    const folder = join(temporaryDirectory(), 'new', 'autostart')
    const port = linuxAutostart(folder, '/opt/Storebridge/storebridge')
    const path = join(folder, 'storebridge.desktop')
    expect(port.read()).toBe('absent')
    port.enter()
    expect(readFileSync(path, 'utf8')).toContain('Exec="/opt/Storebridge/storebridge" "--hidden"')
    expect(port.read()).toBe('enabled')
    writeFileSync(path, readFileSync(path, 'utf8').replace('enabled=true', 'enabled=false'))
    expect(port.read()).toBe('disabled')
    port.enter()
    expect(port.read()).toBe('enabled')
    port.remove()
    expect([port.read(), existsSync(path)]).toEqual(['absent', false])
  })

  test.each([
    ['/opt/a b/c', 'Exec="/opt/a b/c"'],
    ['/opt/50%/c', 'Exec="/opt/50%%/c"'],
    ['/opt/"$HOME`\\', 'Exec="/opt/\\\\"\\\\$HOME\\\\`\\\\\\\\"'],
  ])('a program at %s is named as the specification has it', (program, line) => {
    expect(desktopEntry([program]).split('\n')).toContain(line)
  })

  test.each(['Hidden=true', 'hidden = TRUE', 'X-GNOME-Autostart-enabled=false'])('%s means switched off', (line) => {
    expect(isDesktopEntryOn(`[Desktop Entry]\n${line}\n`)).toBe(false)
    expect(isDesktopEntryOn('[Desktop Entry]\nHidden=false\n')).toBe(true)
  })
})
