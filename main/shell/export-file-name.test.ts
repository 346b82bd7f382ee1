import { expect, test } from 'vitest'
import { everyFile } from '../../contract/ipc.ts'
import { exportFileName, safeFileName } from './export-file-name.ts'

test('the suggested name says what is in the file and for which days', () => {
  expect(exportFileName({ kind: 'files', filter: everyFile }, 'csv')).toBe('Files.csv')
  expect(exportFileName({ kind: 'files', filter: { ...everyFile, from: '2026-11-07' } }, 'csv')).toBe(
    'Files 2026-11-07 to today.csv',
  )
  expect(exportFileName({ kind: 'sales-day', date: '2026-11-20' }, 'pdf')).toBe('Day sheet 2026-11-20.pdf')
  expect(exportFileName({ kind: 'sales-days', from: '2026-11-01', to: '2026-11-30' }, 'csv')).toBe(
    'Sales days 2026-11-01 to 2026-11-30.csv',
  )
})

test('a journal whose name a file system would not take, or would take for a path, gives a name it does', () => {
  expect(exportFileName({ kind: 'proof', id: '7', name: 'PJR1.xml' }, 'pdf')).toBe('Proof of delivery PJR1.xml.pdf')
  expect(safeFileName('..\\..\\a:b/c?.xml')).toBe('_.._a_b_c_.xml')
  expect(safeFileName('x\u202efdp.exe')).toBe('x_fdp.exe')
  expect(safeFileName(' . ')).toBe('file')
})
