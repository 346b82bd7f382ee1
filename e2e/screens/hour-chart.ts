// A picture of numbers per hour and its table: what each says, to be held against the other.

import { expect, type Locator } from '@playwright/test'

/** Numbers by hour, "8 AM"; hours with none are left out. */
type PerHour = Readonly<Record<string, number>>

const perHourOf = (said: readonly (readonly [words: string, n: string])[]): PerHour =>
  Object.fromEntries(
    said
      .map(
        ([words, n]) =>
          [/^\d+\s[AP]M/.exec(words)?.[0].replace(/\s/, ' ') ?? words, Number(n.replaceAll(',', ''))] as const,
      )
      .filter(([, n]) => n > 0),
  )

/** What the bars say, from their words: "8 AM: 40 sales". */
const barsOf = async (figure: Locator): Promise<PerHour> => {
  const words = await figure
    .locator('[title]')
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('title') ?? ''))
  return perHourOf(words.map((each) => [each, /: ([\d,]+) /.exec(each)?.[1] ?? '']))
}

const rowsOf = async (table: Locator): Promise<PerHour> => {
  const rows = table.locator('tbody tr')
  return perHourOf(
    await rows.evaluateAll((all) =>
      all.map(
        (row) => [row.querySelector('th')?.textContent ?? '', row.querySelector('td')?.textContent ?? ''] as const,
      ),
    ),
  )
}

/** The chart of a part of the screen, its summary and its table hold the same numbers; gives them. The table stays. */
export const equalTwins = async (part: Locator): Promise<PerHour> => {
  const figure = part.getByRole('img', { name: /per hour|by hour/ })
  const summary = (await figure.getAttribute('aria-label')) ?? ''
  const bars = await barsOf(figure)
  await part.getByRole('button', { name: 'Show as table' }).click()
  expect(await rowsOf(part.getByRole('table'))).toEqual(bars)
  const total = Object.values(bars).reduce((sum, n) => sum + n, 0)
  expect(summary).toContain(`: ${total.toLocaleString('en-US')} `)
  return bars
}
