// `storebridge check`: judges without sending. Exit codes, one line a file whatever the file is, and exactly the keys of
// design 5.

import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { CheckedFile } from '../../../contract/judgement.ts'
import { jsonLines, storebridge } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { temporaryFolder } from './temporary-folder.ts'

vi.setConfig({ testTimeout: 60_000 })

const checkedKeys = [
  'file',
  'wellFormed',
  'sha256',
  'bytes',
  'encoding',
  'version',
  'storeLocationId',
  'events',
  'findings',
]
const eventKeys = ['type', 'registerId', 'transactionId', 'businessDate', 'grandAmount', 'line', 'endLine']
const findingKeys = ['severity', 'rule', 'line', 'column', 'message']

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('check', () => {
  test('tells a good journal exactly, with the lines of its events in the file’s own bytes: exit 0', async ({
    onTestFinished,
  }) => {
    const folder = await temporaryFolder(onTestFinished)
    const file = join(folder, 'PJR1.xml')
    const bytes = aJournal({
      lineEnd: '\r\n',
      sales: [
        { transaction: '71', register: '3', amount: '2.49' },
        { event: 'RefundEvent', transaction: '72', register: '3', amount: '-.48' },
      ],
    })
    await writeFile(file, bytes)
    const end = await storebridge(['check', file, '--json'])
    expect([end.code, end.stderr]).toEqual([0, ''])
    const lines = bytes.toString().split('\r\n')
    const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1
    expect(jsonLines(end)).toEqual([
      {
        file,
        wellFormed: true,
        sha256: sha256(bytes),
        bytes: bytes.length,
        encoding: 'UTF-8',
        version: '3.4',
        storeLocationId: '33084',
        events: [
          {
            type: 'SaleEvent',
            registerId: '3',
            transactionId: '71',
            businessDate: '2026-11-20',
            grandAmount: '2.49',
            line: lineOf('<SaleEvent>'),
            endLine: lineOf('</SaleEvent>'),
          },
          {
            type: 'RefundEvent',
            registerId: '3',
            transactionId: '72',
            businessDate: '2026-11-20',
            grandAmount: '-0.48',
            line: lineOf('<RefundEvent>'),
            endLine: lineOf('</RefundEvent>'),
          },
        ],
        findings: [],
      },
    ])
  })

  test('prints one line a file in the order given, also for one that is missing, a folder, empty or no XML: exit 1', async ({
    onTestFinished,
  }) => {
    const folder = await temporaryFolder(onTestFinished)
    const at = (name: string): string => join(folder, name)
    await writeFile(at('good.xml'), aJournal())
    await writeFile(at('empty.xml'), '')
    await writeFile(at('noise.xml'), Buffer.from([0x1f, 0x8b, 0x08, 0x00]))
    await mkdir(at('folder.xml'))
    await writeFile(at('broken.xml'), aJournal().toString().replace('</RegisterID>', '</Register>'))
    const files = ['good.xml', 'none.xml', 'folder.xml', 'empty.xml', 'noise.xml', 'broken.xml', 'good.xml'].map(at)
    const end = await storebridge(['check', ...files, '--json'])
    expect(end.code).toBe(1)
    const checked = jsonLines<CheckedFile>(end)
    expect(checked.map(({ file }) => file)).toEqual(files)
    expect(checked.map(({ wellFormed }) => wellFormed)).toEqual([true, false, false, false, false, false, true])
    for (const each of checked) {
      expect(Object.keys(each)).toEqual(checkedKeys)
      for (const event of each.events) expect(Object.keys(event)).toEqual(eventKeys)
      for (const finding of each.findings) {
        expect(Object.keys(finding)).toEqual(findingKeys)
        expect(finding.rule).toMatch(/^[a-z0-9-]+$/)
        expect(finding.message.length).toBeGreaterThan(3)
      }
      // The gate refused it: a finding says why.
      if (!each.wellFormed) expect(each.findings.some(({ severity }) => severity === 'error')).toBe(true)
    }
    expect(checked[1]).toMatchObject({
      sha256: null,
      bytes: null,
      encoding: null,
      version: null,
      storeLocationId: null,
      events: [],
    })
    expect(checked[3]).toMatchObject({ bytes: 0, sha256: sha256(Buffer.alloc(0)) })
    const [broken] = checked[5]?.findings ?? []
    expect(broken).toMatchObject({
      severity: 'error',
      line:
        aJournal()
          .toString()
          .split('\n')
          .findIndex((line) => line.includes('</RegisterID>')) + 1,
    })
  })

  test('warnings and remarks alone are no error: exit 0', async ({ onTestFinished }) => {
    const folder = await temporaryFolder(onTestFinished)
    const file = join(folder, 'PJR1.xml')
    await writeFile(file, aJournal({ event: 'VoidEvent', tail: '\n\x1a' }))
    const end = await storebridge(['check', file, '--json'])
    expect(end.code).toBe(0)
    const [checked] = jsonLines<CheckedFile>(end)
    expect(checked?.findings.map(({ rule, severity }) => [severity, rule])).toContainEqual([
      'warning',
      'trailing-ctrl-z',
    ])
  })

  test.for(['UTF-8', 'ISO-8859-1', 'UTF-16LE', 'UTF-16BE'] as const)(
    'names the encoding of a file in %s and reads its events',
    async (encoding, { onTestFinished }) => {
      const folder = await temporaryFolder(onTestFinished)
      const file = join(folder, 'PJR1.xml')
      await writeFile(file, aJournal({ encoding, description: 'CAFÉ CRÈME' }))
      const end = await storebridge(['check', file, '--json'])
      expect(end.code).toBe(0)
      expect(jsonLines<CheckedFile>(end)[0]).toMatchObject({
        encoding,
        wellFormed: true,
        events: [{ type: 'SaleEvent' }],
      })
    },
  )

  test('without --json it says the same in lines for people, and a name cannot rewrite the terminal', async ({
    onTestFinished,
  }) => {
    const folder = await temporaryFolder(onTestFinished)
    const file = join(folder, 'odd\u001b[2Jname.xml')
    await writeFile(file, aJournal())
    const end = await storebridge(['check', file, join(folder, 'none.xml')])
    expect(end.code).toBe(1)
    const text = end.stdout.toString()
    expect(text).not.toContain('\u001b')
    expect(text).toContain('readable')
    expect(text).toContain('NOT READABLE')
  })

  test('needs no data directory and makes nothing', async ({ onTestFinished }) => {
    const folder = await temporaryFolder(onTestFinished)
    const end = await storebridge(['check', join(folder, 'none.xml'), '--json'])
    expect(end.code).toBe(1)
    expect(end.stderr).toBe('')
  })
})
