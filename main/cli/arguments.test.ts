import { describe, expect, test } from 'vitest'
import { dataDirectoryOption, fileIdFrom, neededDataDirectory, readArguments } from './arguments.ts'
import { UsageError } from './exit.ts'

const options = { ...dataDirectoryOption, json: { type: 'boolean' } } as const

const complaint = (work: () => unknown): string => {
  try {
    work()
  } catch (fault) {
    if (fault instanceof UsageError) return fault.message
    throw fault
  }
  return 'none'
}

describe('the arguments of a command', () => {
  test('are its options and the words that are none, in any order', () => {
    const { values, positionals } = readArguments('show', ['--json', '5', '--data-dir=/d'], options, 'one')
    expect(values).toMatchObject({ json: true, 'data-dir': '/d' })
    expect(positionals).toEqual(['5'])
    expect(readArguments('check', ['--', '--odd.xml'], options, 'many').positionals).toEqual(['--odd.xml'])
  })

  test.each([
    ['an unknown option', ['--colour'], 'none', /^x: Unknown option '--colour'$/],
    ['an option without its value', ['--data-dir'], 'none', /^x: Option '--data-dir <value>' argument missing$/],
    ['a value where there is none', ['--json=yes'], 'none', /^x: .*--json.*$/],
    ['a word too many', ['more'], 'none', /^x: "more" is not expected here$/],
    ['no id', [], 'one', /^x: exactly one ID is needed$/],
    ['two ids', ['1', '2'], 'one', /^x: exactly one ID is needed$/],
    ['nothing named', [], 'many', /^x: nothing was named$/],
  ] as const)('with %s are one sentence', (_what, words, positionals, sentence) => {
    const said = complaint(() => readArguments('x', words, options, positionals))
    expect(said).toMatch(sentence)
    expect(said).not.toContain('\n')
  })
})

test('the data directory must be named', () => {
  expect(neededDataDirectory('status', '/d')).toBe('/d')
  for (const value of [undefined, '', true])
    expect(complaint(() => neededDataDirectory('status', value))).toBe('status: --data-dir DIR is needed')
})

test('an id is a number and nothing else', () => {
  expect(fileIdFrom('show', '17')).toBe(17)
  for (const word of ['', '-1', '1.5', '1e3', 'x', '12345678901234567', ' 1', '0x1'])
    expect(complaint(() => fileIdFrom('show', word))).toBe(
      `show: "${word}" is not a file id; \`storebridge files\` lists them`,
    )
})
