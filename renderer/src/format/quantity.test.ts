import { beforeAll, expect, test } from 'vitest'
import { speak } from '../words/say.ts'
import { splitFileName } from './file-name.ts'
import { formatCount, formatSize } from './quantity.ts'
import { formatRegisterSpan, formatRegisterTime, minutesOf } from './register-time.ts'

beforeAll(() => speak())

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 KB'],
  [5120, '5.1 KB'],
  [999_499, '999 KB'],
  [999_500, '1 MB'],
  [52_428_800, '52 MB'],
  [412_000_000_000, '412 GB'],
  [3_000_000_000_000_000, '3,000 TB'],
])('%d bytes are "%s"', (bytes, words) => {
  expect(formatSize(bytes)).toBe(words)
})

test('an unknown size is an en dash, and counts have groups', () => {
  expect(formatSize(null)).toBe('–')
  expect(formatCount(1284)).toBe('1,284')
})

test('the last digits of a file name are what tells it from its neighbours', () => {
  expect(splitFileName('PJR20261121144100.xml')).toEqual({ head: 'PJR20261121', tail: '144100.xml' })
  expect(splitFileName('CPJR12.XML')).toEqual({ head: 'CPJR', tail: '12.XML' })
  expect(splitFileName('sales.xml')).toEqual({ head: '', tail: 'sales.xml' })
  expect(splitFileName('123456.xml')).toEqual({ head: '', tail: '123456.xml' })
  expect(splitFileName('noextension0042')).toEqual({ head: 'noextension', tail: '0042' })
  expect(splitFileName('')).toEqual({ head: '', tail: '' })
})

test('both parts of a name together are the name', () => {
  for (const name of ['PJR20261121144100.xml', '.xml', 'a.b.c', 'Ünïcode 7.xml', '0'])
    expect(splitFileName(name).head + splitFileName(name).tail).toBe(name)
})

const plain = (text: string | null): string | null => text?.replaceAll('\u00a0', ' ') ?? null

test('times the register wrote are shown as it wrote them', () => {
  expect(plain(formatRegisterTime('2026-11-20T20:11:00'))).toBe('8:11 PM')
  expect(plain(formatRegisterTime('20:11:00'))).toBe('8:11 PM')
  expect(formatRegisterTime('T8')).toBeNull()
  expect(formatRegisterTime(null)).toBeNull()
  expect(minutesOf('2026-11-20T25:11:00')).toBeNull()
})

test('a span of times says its half of the day once when both share it', () => {
  expect(plain(formatRegisterSpan('2026-11-20T20:05:00', '2026-11-20T20:20:00'))).toBe('8:05–8:20 PM')
  expect(plain(formatRegisterSpan('2026-11-20T11:05:00', '2026-11-20T13:20:00'))).toBe('11:05 AM–1:20 PM')
  expect(plain(formatRegisterSpan('2026-11-20T20:05:00', null))).toBe('8:05 PM')
  expect(formatRegisterSpan(null, '2026-11-20T20:05:00')).toBeNull()
})
