import { describe, expect, test } from 'vitest'
import type { FileEnds } from '../../../contract/folder-port.ts'
import { cutOffAfterMs, decideSettling, type Settling, type Unsettled } from './settling.ts'

const complete = '<?xml version="1.0"?>\r\n<NAXML-POSJournal><a/></NAXML-POSJournal>\r\n'
const begun = '<?xml version="1.0"?>\r\n<NAXML-POSJournal><a/>'
const most = 1_000_000

const ends = (content: string | Buffer, more: Partial<FileEnds> = {}): FileEnds => {
  const bytes = Buffer.from(content)
  return {
    path: 'a.xml',
    fault: null,
    size: bytes.length,
    mtimeNs: '5',
    fileId: '1',
    head: bytes.subarray(0, 4096),
    tail: bytes.subarray(-4096),
    ...more,
  }
}
const failing = (fault: string): FileEnds => ends('', { fault, mtimeNs: '0', fileId: '0' })

const decide = (
  first: FileEnds,
  second = first,
  before: Unsettled | null = null,
  now = 0,
  platform = 'linux',
): Settling => decideSettling(before, first, second, now, most, platform)

const told = (settling: Settling): string => {
  if (settling.kind === 'look-again') return `look-again ${settling.problem}`
  return settling.kind === 'read' ? `read${settling.cutOff ? ' cut-off' : ''}` : settling.kind
}

/** What is remembered after a look that found it unsettled. */
const remembered = (settling: Settling): Unsettled => {
  if (settling.kind !== 'look-again') throw new Error(`it is ${settling.kind}`)
  return settling.remembered
}

describe('two looks at a file', () => {
  test.each([
    ['a whole journal', ends(complete), 'read'],
    ['a whole journal with a 0x1A and white space behind', ends(`${complete}\u001a\r\n`), 'read'],
    ['a journal whose end is missing', ends(begun), 'look-again growing'],
    ['an empty file', ends(''), 'look-again empty'],
    [
      'a file made to its full length before it is filled',
      ends(Buffer.concat([Buffer.from(begun), Buffer.alloc(500)])),
      'look-again growing',
    ],
    ['nothing but NULs', ends(Buffer.alloc(5000)), 'look-again growing'],
    ['what no more bytes can mend: no XML', ends('PK\u0003\u0004 zip'), 'read'],
    ['what no more bytes can mend: a DOCTYPE', ends('<?xml version="1.0"?><!DOCTYPE a><a>'), 'read'],
    ['what no more bytes can mend: an unknown encoding', ends('<?xml version="1.0" encoding="EBCDIC-US"?><a>'), 'read'],
    ['a file that is too large to be kept', ends(complete, { size: most + 1 }), 'too-large'],
    ['a file of just the size that is kept', ends(complete, { size: most }), 'read'],
  ])('that are equal, of %s', (_what, both, expected) => {
    expect(told(decide(both))).toBe(expected)
  })

  test.each([
    ['size', { size: 3 }],
    ['time', { mtimeNs: '6' }],
    ['file behind the name', { fileId: '2' }],
  ])('that differ in %s leave it growing, though it looks whole', (_what, difference) => {
    expect(told(decide(ends(complete), ends(complete, difference)))).toBe('look-again growing')
  })

  test('that differ leave it growing even when it is too large', () => {
    expect(told(decide(ends(complete, { size: most + 1 }), ends(complete, { size: most + 2 })))).toBe(
      'look-again growing',
    )
  })

  test.each([
    ['ENOENT', 'linux', 'vanished'],
    ['EBUSY', 'linux', 'look-again locked'],
    ['ETXTBSY', 'linux', 'look-again locked'],
    ['EACCES', 'linux', 'look-again unreadable'],
    ['EPERM', 'darwin', 'look-again unreadable'],
    ['EACCES', 'win32', 'look-again locked'],
    ['EPERM', 'win32', 'look-again locked'],
    ['EIO', 'win32', 'look-again unreadable'],
  ])('of which one failed with %s on %s', (fault, platform, expected) => {
    expect(told(decide(ends(complete), failing(fault), null, 0, platform))).toBe(expected)
    expect(told(decide(failing(fault), ends(complete), null, 0, platform))).toBe(expected)
  })
})

describe('the time until the next look', () => {
  const delays = (step: (i: number) => [FileEnds, FileEnds]): number[] => {
    let before: Unsettled | null = null
    const found: number[] = []
    for (let i = 0; i < 6; i++) {
      const settling = decide(...step(i), before, i * 1000)
      if (settling.kind !== 'look-again') throw new Error(`it is ${settling.kind}`)
      found.push(settling.afterMs)
      before = settling.remembered
    }
    return found
  }
  const expected = [250, 1000, 2000, 5000, 5000, 5000]

  test('is 0.25, 1, 2 and then 5 s while the looks differ', () => {
    expect(delays((i) => [ends(begun, { size: 10 * i }), ends(begun, { size: 10 * i + 1 })])).toEqual(expected)
  })

  test('is the same while it rests unfinished, so that a writer who pauses for a moment is not made to wait', () => {
    expect(delays(() => [ends(begun), ends(begun)])).toEqual(expected)
    expect(delays(() => [ends(''), ends('')])).toEqual(expected)
  })

  test('is the same while it cannot be opened', () => {
    expect(delays(() => [failing('EBUSY'), failing('EBUSY')])).toEqual(expected)
  })
})

describe('a file without its end', () => {
  test('is stored as cut off when it has not changed for ten minutes, and not a moment sooner', () => {
    const first = decide(ends(begun), ends(begun), null, 1000)
    const later = (now: number, file = ends(begun)): string => told(decide(file, file, remembered(first), now))
    expect(later(1000 + cutOffAfterMs - 1)).toBe('look-again growing')
    expect(later(1000 + cutOffAfterMs)).toBe('read cut-off')
    expect(cutOffAfterMs).toBe(600_000)
  })

  test('counts the ten minutes from its last change', () => {
    let before = remembered(decide(ends(begun), ends(begun), null, 0))
    before = remembered(decide(ends(`${begun}<b/>`), ends(`${begun}<b/>`), before, 500_000))
    expect(told(decide(ends(`${begun}<b/>`), ends(`${begun}<b/>`), before, 700_000))).toBe('look-again growing')
    expect(told(decide(ends(`${begun}<b/>`), ends(`${begun}<b/>`), before, 500_000 + cutOffAfterMs))).toBe(
      'read cut-off',
    )
  })

  test.each([
    ['its time was touched', { mtimeNs: '6' }],
    ['another file took its name', { fileId: '2' }],
  ])('counts anew when %s', (_what, change) => {
    const before = remembered(decide(ends(begun), ends(begun), null, 0))
    expect(told(decide(ends(begun, change), ends(begun, change), before, cutOffAfterMs))).toBe('look-again growing')
  })

  test('counts anew after it could not be opened', () => {
    const before = remembered(
      decide(failing('EBUSY'), failing('EBUSY'), remembered(decide(ends(begun), ends(begun), null, 0)), 500_000),
    )
    expect(told(decide(ends(begun), ends(begun), before, cutOffAfterMs))).toBe('look-again growing')
  })

  test('that ends in NULs is cut off like any other after ten minutes', () => {
    const nulls = ends(Buffer.concat([Buffer.from(begun), Buffer.alloc(500)]))
    expect(told(decide(nulls, nulls, remembered(decide(nulls, nulls, null, 0)), cutOffAfterMs))).toBe('read cut-off')
  })

  test('that is empty stays found for ever', () => {
    const before = remembered(decide(ends(''), ends(''), null, 0))
    expect(told(decide(ends(''), ends(''), before, 1000 * cutOffAfterMs))).toBe('look-again empty')
  })

  test('that is whole at last is read like any other', () => {
    const before = remembered(decide(ends(begun), ends(begun), null, 0))
    expect(told(decide(ends(complete), ends(complete), before, 5 * cutOffAfterMs))).toBe('read')
  })

  test('that was known from an earlier run, whose file id is not kept, is counted on', () => {
    const before: Unsettled = {
      size: Buffer.byteLength(begun),
      mtimeNs: '5',
      fileId: null,
      unchangedSince: -500_000,
      restless: 0,
    }
    expect(told(decide(ends(begun), ends(begun), before, 100_000))).toBe('read cut-off')
  })
})
