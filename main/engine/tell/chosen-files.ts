// The files a person chose: named one by one, or all that a filter finds up to what the list showed; and what must be known
// of them before an order is asked about (ux 2.9): how many need somebody, and which sales days they are. Read only.

import { mostDaysNamed, type ChosenFiles } from '../../../contract/file-orders.ts'
import type { FileFilter } from '../../../contract/ipc.ts'
import type { FilesMeant } from '../decide/file-orders.ts'
import type { Db } from '../storage/open-database.ts'
import { fileIds } from './file-page.ts'
import type { StoreCalendar } from './store-day.ts'

const idsAPiece = 500

/** All a filter finds, but for what came after `upTo`: nobody has seen it yet. */
export const filesOfFilter = (db: Db, filter: FileFilter, upTo: number, calendar: StoreCalendar): FilesMeant => ({
  named: false,
  piece: (after) => {
    const { ids, next } = fileIds(db, { filter, after, limit: idsAPiece }, calendar)
    return { ids: ids.filter((id) => id <= upTo), next }
  },
})

interface Counted {
  readonly open: 0 | 1
  readonly business_dates: string
  readonly n: number
}

const countsSql = `
  SELECT (state IN ('refused', 'held') OR (state = 'unclear' AND due_at IS NULL)) AS open, business_dates, count(*) AS n
  FROM document WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2`

/** Asks piece by piece; the engine does everything else in between. */
export const chosenFiles = async (db: Db, { piece }: FilesMeant): Promise<ChosenFiles> => {
  const days = { open: new Set<string>(), all: new Set<string>() }
  let files = 0
  let open = 0
  let after: string | null = null
  do {
    const { ids, next } = piece(after)
    files += ids.length
    for (const row of db.prepare<[string], Counted>(countsSql).all(JSON.stringify(ids))) {
      if (row.open === 1) open += row.n
      for (const day of JSON.parse(row.business_dates) as string[]) {
        days.all.add(day)
        if (row.open === 1) days.open.add(day)
      }
    }
    after = next
    await new Promise((resolve) => setImmediate(resolve))
  } while (after !== null)
  const named = [...(open > 0 ? days.open : days.all)].toSorted()
  return { files, open, days: named.slice(0, mostDaysNamed), dayCount: named.length }
}
