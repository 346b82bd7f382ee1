import { expect, test } from 'vitest'
import type { FileRow } from '../../../../contract/ipc.ts'
import { RowReader } from './row-reader.ts'

const row = (id: string, state = 'accepted'): FileRow =>
  ({ id, name: `PJR${id}.xml`, state, businessDates: [] }) as unknown as FileRow
const ids = Array.from({ length: 2000 }, (_, index) => String(9000 - index))

/** A reader whose requests are answered by hand, newest last. */
const byHand = () => {
  const asked: { readonly ids: readonly string[]; readonly answer: (state?: string) => void; fail: () => void }[] = []
  const reader = new RowReader(
    (wanted) =>
      new Promise((resolve, reject) => {
        asked.push({
          ids: wanted,
          answer: (state) => resolve(wanted.map((id) => row(id, state))),
          fail: () => reject(new Error('the engine is away')),
        })
      }),
  )
  const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
  return { reader, asked, settled, newest: () => asked.at(-1) }
}

test('what a person scrolls past while rows are on their way is never asked for', async () => {
  const { reader, asked, newest, settled } = byHand()
  reader.setIds(ids)
  for (let first = 0; first <= 1500; first += 100) reader.setInView({ first, last: first + 20, focused: 0 })
  expect(asked).toHaveLength(1)
  newest()?.answer()
  await settled()
  expect(asked).toHaveLength(2)
  expect(newest()?.ids[0]).toBe(ids[1500])
  newest()?.answer()
  await settled()
  expect(reader.rowAt(1510)?.id).toBe(ids[1510])
  expect(reader.rowAt(700)).toBeUndefined()
})

test('rows stay as they were read until fresher ones come, and whoever draws them is told', async () => {
  const { reader, newest, settled } = byHand()
  let told = 0
  reader.setIds(ids)
  reader.subscribe(() => {
    told += 1
  })
  newest()?.answer('waiting')
  await settled()
  expect([reader.rowAt(0)?.state, told]).toEqual(['waiting', 1])
  reader.freshen()
  expect(reader.rowAt(0)?.state).toBe('waiting')
  newest()?.answer('accepted')
  await settled()
  expect([reader.rowAt(0)?.state, told]).toEqual(['accepted', 2])
})

test('a change while rows are on their way has them read once more', async () => {
  const { reader, asked, newest, settled } = byHand()
  reader.setIds(ids)
  reader.freshen()
  newest()?.answer('waiting')
  await settled()
  expect(asked).toHaveLength(2)
  newest()?.answer('accepted')
  await settled()
  expect([reader.rowAt(0)?.state, asked.length]).toEqual(['accepted', 2])
})

test('a request that fails is told and not repeated until a person asks for it', async () => {
  const { reader, asked, newest, settled } = byHand()
  reader.setIds(ids)
  newest()?.fail()
  await settled()
  expect(String(reader.error)).toContain('the engine is away')
  reader.setInView({ first: 5, last: 25, focused: 5 })
  expect(asked).toHaveLength(1)
  reader.retry()
  expect(reader.error).toBeNull()
  newest()?.answer()
  await settled()
  expect(reader.rowAt(5)?.id).toBe(ids[5])
})

test('rows that came with the list are not asked for', () => {
  const { reader, asked } = byHand()
  reader.keep(ids.slice(0, 200).map((id) => row(id)))
  reader.setIds(ids)
  expect(asked).toEqual([])
  expect(reader.rowAt(50)?.id).toBe(ids[50])
})
