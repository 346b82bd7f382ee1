import { describe, expect, onTestFinished, test } from 'vitest'
import { everyFile } from '../../../contract/ipc.ts'
import { applyDecision, requestDecision, type Decided, type Decision } from '../decide/decision.ts'
import type { Db } from '../storage/open-database.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { fileFacts } from './file-list.ts'
import { filePage } from './file-page.ts'
import { createShownInFull } from './shown-in-full.ts'
import { createViewer } from './viewer.ts'

const card = '4111111111111111'

const decideFor = (db: Db, fileId: number) => (): Decided => {
  const decision: Decision = { action: 'show-full', fileId, reason: null, again: false, until: null, who: 'desk' }
  return applyDecision(db, requestDecision(db, decision, testMoment), testMoment)
}

describe('a file shown in full', () => {
  test('is so only after a decision that is kept with who and when, and until the person leaves it', async () => {
    const { db } = openTestStore()
    const clock = new FakeClock()
    const id = addFile(db, { bytes: `<J><AccountID>${card}</AccountID></J>`, state: 'refused' })
    const viewer = createViewer(db, clock)
    onTestFinished(() => viewer.close())
    const inFull = createShownInFull(clock)
    const firstLine = async (): Promise<string | undefined> =>
      (await viewer.lines(id, 1, 1, inFull.allows(id, true))).lines[0]?.text

    expect(await firstLine()).toBe(`<J><AccountID>${'•'.repeat(16)}</AccountID></J>`)
    expect(inFull.begin(id, decideFor(db, id)).applied).toBe(true)
    expect(await firstLine()).toBe(`<J><AccountID>${card}</AccountID></J>`)
    expect((await viewer.longLine(id, 1, 1, true))?.text).toContain(card)
    expect((await viewer.longLine(id, 1, 1))?.text).not.toContain(card)
    expect((await viewer.laidOut(id, 1, null, true))?.lines.join('')).toContain(card)
    expect(inFull.allows(id, undefined)).toBe(false)
    expect(fileFacts(db, id)?.decisions).toMatchObject([{ action: 'show-full', who: 'desk', applied: true }])
    expect(db.prepare('SELECT state FROM document').pluck().get()).toBe('refused')

    inFull.end(id)
    expect(await firstLine()).not.toContain(card)
  })

  test('is masked again when nobody has looked at it for half an hour', async () => {
    const { db } = openTestStore()
    const clock = new FakeClock()
    const id = addFile(db)
    const inFull = createShownInFull(clock)
    inFull.begin(id, decideFor(db, id))
    await clock.advance(29 * 60_000)
    expect(inFull.allows(id, true)).toBe(true)
    await clock.advance(31 * 60_000)
    expect(inFull.allows(id, true)).toBe(false)
  })

  test('that does not exist is refused, and stays so', () => {
    const { db } = openTestStore()
    const inFull = createShownInFull(new FakeClock())
    expect(inFull.begin(77, decideFor(db, 77)).applied).toBe(false)
    expect(inFull.allows(77, true)).toBe(false)
  })
})

test('no search finds what is in a journal or in an answer', () => {
  const { db } = openTestStore()
  addFile(db, { bytes: `<J><PAN>${card}</PAN>${card}</J>`, state: 'refused' })
  for (const text of [card, card.slice(0, 6), card.slice(-4), '4111 1111']) {
    const filter = { ...everyFile, dateKind: 'found', text } as const
    const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
    expect(filePage(db, { filter, after: null, limit: 10 }, calendar, null).rows).toEqual([])
  }
})
