// Byte for byte (design 2, promise 2): what the register wrote is what is kept, shown and received by the cloud, in every
// encoding registers use, whatever the name of the file.

import { createHash } from 'node:crypto'
import { describe, test, vi } from 'vitest'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const journals: readonly (readonly [string, Buffer])[] = [
  [
    'UTF-8 with a mark and CR LF',
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), aJournal({ lineEnd: '\r\n', description: 'CAFÉ ½ 咖啡' })]),
  ],
  ['ISO-8859-1', aJournal({ encoding: 'ISO-8859-1', description: 'CAFÉ CRÈME \u00bd' })],
  ['UTF-16LE', aJournal({ encoding: 'UTF-16LE', description: 'CAFÉ 咖啡' })],
  ['UTF-16BE with CR LF', aJournal({ encoding: 'UTF-16BE', lineEnd: '\r\n', description: 'CAFÉ 咖啡' })],
  ['no line end at the end', aJournal({ tail: '' })],
  ['a 0x1A after the root', aJournal({ tail: '\r\n\x1a' })],
  ['a comment and blank lines after the root', aJournal({ tail: '\n\n<!-- end of day -->\n\n' })],
  ['one long line', Buffer.from(aJournal().toString().replace(/\n\s*/g, ' ').replace('?> ', '?>'))],
  ['three megabytes', aJournal({ padding: 3_000_000 })],
]

describe.concurrent('what the register wrote', () => {
  test.for(journals)(
    '%s: kept, shown and received with the same bytes',
    async ([, bytes], { expect, onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      await store.put('PJR1.xml', bytes)
      await store.run()
      const file = await store.when('PJR1.xml', 'to be accepted', ({ state }) => state.startsWith('accepted'))
      expect([file.sha256, file.size]).toEqual([sha256(bytes), bytes.length])
      const [copy] = store.received('PJR1.xml')
      expect([copy?.sha256, copy?.size]).toEqual([sha256(bytes), bytes.length])
      const shown = await store.command('show', file.id, '--content')
      expect(shown.code).toBe(0)
      expect(shown.stdout.equals(bytes)).toBe(true)
      expect(store.cloud.control.journalBytes(1)?.equals(bytes)).toBe(true)
    },
  )

  test('the bytes of a file that could not be sent are shown exactly too, and of one that was never read there are none', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7 + 3) % 256))
    await store.put('NOISE.xml', noise)
    await store.put('GROWING.xml', aJournal().subarray(0, 300))
    await store.run()
    const held = await store.whenState('NOISE.xml', 'held')
    const found = await store.whenState('GROWING.xml', 'found')
    expect((await store.command('show', held.id, '--content')).stdout.equals(noise)).toBe(true)
    const none = await store.command('show', found.id, '--content')
    expect([none.code, none.stdout.length]).toEqual([1, 0])
  })

  test('a name with quotes, percent signs, semicolons, accents or a leading space arrives as it is', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const odd = [
      'PJR "quoted".xml',
      "PJR 'single'.xml",
      'PJR 100%25 %41.xml',
      'PJR;semi=colon.xml',
      'PJR é 咖啡 ½.xml',
      ' leading.xml',
      'PJR\\back.xml',
      'PJR&amp<b>.XML',
      '-dash.xml',
      'PJR,comma.xml',
    ]
    for (const name of odd) await store.put(name, aJournal())
    await store.run()
    for (const name of odd) await store.whenState(name, 'accepted')
    expect(
      store.cloud
        .received()
        .journals.map(({ name }) => name)
        .toSorted(),
    ).toEqual(odd.toSorted())
    expect((await store.files()).map(({ attempts }) => attempts)).toEqual(odd.map(() => 1))
  })
})
