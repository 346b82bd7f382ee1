// Connection: the four links, what was broken in the last 24 hours as a picture and as a table, and Try now.

import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { aJournal } from './store/journal.ts'

/** States of each of the four links in the order of time, each as long as it lasted. */
type States = readonly (readonly string[])[]

const withoutRepeats = (states: readonly string[]): readonly string[] =>
  states.filter((state, index) => state !== states[index - 1])

/** What the picture says of each stretch it draws: "Broken: 2:41 PM – 2:43 PM". */
const drawnStates = async (strip: Locator): Promise<States> => {
  const lanes = await strip
    .locator('[data-strip] div:has(> [title])')
    .evaluateAll((all) =>
      all.map((lane) => Array.from(lane.children, (run) => run.getAttribute('title')?.split(':')[0] ?? '')),
    )
  return lanes.map(withoutRepeats)
}

/** The same from the table, whose newest row comes first. */
const writtenStates = async (strip: Locator): Promise<States> => {
  const rows = await strip
    .getByRole('table')
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.textContent).slice(1)))
  const inTime = rows.toReversed()
  return (inTime[0] ?? []).map((_, lane) => withoutRepeats(inTime.map((row) => row[lane] ?? '')))
}

test('the four links say how they stand and since when, and the strip and its table tell the same', async ({
  store,
  cloud,
}) => {
  await cloud.control.when(({ reports }) => reports.some(({ ok }) => ok))
  await store.go('Connection')
  const way = store.screen.getByRole('list', { name: 'The way of your sales' })
  for (const name of ['Register', 'This PC', 'Internet', 'Petrosoft'])
    await expect(way.getByRole('heading', { name })).toBeVisible()
  await expect(way.getByRole('listitem').filter({ hasText: 'Petrosoft' })).toContainText('Signed in')
  await expect(way.getByRole('listitem').filter({ hasText: 'This PC' })).toContainText('Since')

  const strip = store.screen.getByRole('region', { name: /^Last 24 hours/ })
  const picture = strip.getByRole('img', { name: /^Last 24 hours/ })
  await expect(picture).toHaveAccessibleName(/No breaks in the last 24 hours/)
  await strip.getByRole('button', { name: 'Show as table' }).click()
  const table = strip.getByRole('table', { name: 'Last 24 hours' })
  const newest = table.getByRole('row').nth(1)
  await expect(newest).toContainText('Now')
  await expect(newest.getByRole('cell', { name: 'Working' })).toHaveCount(4)
  await expect(table.getByRole('row').last()).toContainText('Not measured')
})

test('a service that went away is a break in the strip, and Try all now is always there to end the wait', async ({
  store,
  cloud,
  register,
}) => {
  await cloud.control.when(({ reports }) => reports.some(({ ok }) => ok))
  await cloud.control.goAway()
  register.write(aJournal())
  await expect(store.strip).toContainText('Petrosoft not answering')
  await store.go('Connection')
  const again = store.screen.getByRole('button', { name: 'Try all now' })
  await expect(again).toBeEnabled()
  await again.click()
  const strip = store.screen.getByRole('region', { name: /^Last 24 hours/ })
  const asTable = strip.getByRole('button', { name: 'Show as table' })
  const asPicture = strip.getByRole('button', { name: 'Show as picture' })
  await expect.poll(async () => (await drawnStates(strip)).at(-1)?.at(-1)).toBe('Broken')
  // A link may change between the two looks; then both are looked at once more.
  await expect(async () => {
    if (await asPicture.isVisible()) await asPicture.click()
    const drawn = await drawnStates(strip)
    await asTable.click()
    expect(await writtenStates(strip), 'the table says what is drawn').toEqual(drawn)
  }).toPass({ timeout: 10_000 })
  await expect(strip.getByRole('table').getByRole('row').nth(1).getByRole('cell').last()).toHaveText('Broken')
  await expect(strip).toContainText(/Broken in the last 24 hours: Petrosoft/)
})
