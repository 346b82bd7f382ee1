import { describe, expect, test } from 'vitest'
import { checkBytes } from './check-bytes.ts'
import { aJournal } from './journal-text.ts'

describe('checking a file', () => {
  test('tells exactly what `check` prints', async () => {
    const bytes = Buffer.from(`${aJournal()}\x1a`)
    expect(await checkBytes('PJR1.xml', bytes, { maxBytes: 100_000 })).toEqual({
      file: 'PJR1.xml',
      wellFormed: true,
      sha256: '871e19079b5ab36bd70eb6a7c59cbb64ab9c6910893e87f4175475e61277ebc6',
      bytes: bytes.length,
      encoding: 'UTF-8',
      version: '3.4',
      storeLocationId: '1200',
      events: [
        {
          type: 'SaleEvent',
          registerId: '2',
          transactionId: '8945',
          businessDate: '2025-12-08',
          grandAmount: '3.00',
          line: 8,
          endLine: 15,
        },
      ],
      findings: [
        {
          severity: 'warning',
          rule: 'trailing-ctrl-z',
          line: 17,
          column: 20,
          message: 'A single 0x1A byte follows the root element.',
        },
      ],
    })
  })

  test('hashes the bytes of a refused file too', async () => {
    const checked = await checkBytes('empty.xml', new Uint8Array(0), { maxBytes: 100_000 })
    expect(checked).toMatchObject({
      wellFormed: false,
      bytes: 0,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      encoding: null,
      findings: [{ severity: 'error', rule: 'empty' }],
    })
  })
})
