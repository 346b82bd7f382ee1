import { describe, expect, test } from 'vitest'
import { refusedSwitch } from './switches.ts'

describe('the installed program', () => {
  test.each([
    ['--remote-debugging-port=9222', '--remote-debugging-port'],
    ['--remote-debugging-pipe', '--remote-debugging-pipe'],
    ['--inspect', '--inspect'],
    ['--inspect-brk=0', '--inspect-brk'],
    ['--INSPECT=127.0.0.1:1', '--inspect'],
    ['-inspect', '-inspect'],
    ['/inspect', '/inspect'],
    ['--disable-web-security', '--disable-web-security'],
    ['--js-flags=--expose-gc', '--js-flags'],
    ['--load-extension=/tmp/x', '--load-extension'],
    ['--ignore-certificate-errors', '--ignore-certificate-errors'],
    ['--host-resolver-rules=MAP * 1.2.3.4', '--host-resolver-rules'],
    ['-r', '-r'],
  ])('does not start with %s', (written, name) => {
    expect(refusedSwitch(['--lang=en', written])).toBe(name)
  })

  test('starts with what it does not know, and with paths', () => {
    expect(
      refusedSwitch([
        '--lang=en',
        '--no-sandbox',
        '--ozone-platform=wayland',
        '/home/store/inspect',
        'C:\\inspect',
        '--processStart',
      ]),
    ).toBeNull()
    expect(refusedSwitch([])).toBeNull()
  })
})
