// The store's calendar as the engine last ran with it, kept in the database: commands beside the engine read days by the
// store's clock, whatever configuration file the engine was started with.

import { z } from 'zod'
import { configurationSchema, type Configuration } from '../../../../contract/configuration.ts'
import { readFact, writeFact } from '../../storage/fact-table.ts'
import type { Db } from '../../storage/open-database.ts'

const factName = 'store-hours'

const { timeZone, businessDayEnds, openingHours } = configurationSchema.shape.store.shape
const schema = z.object({
  timeZone,
  businessDayEnds,
  openingHours,
  maxBytes: z.int(),
})
/** What reading the days of a store needs of its configuration. */
export type KeptHours = z.infer<typeof schema>

export const keepStoreHours = (db: Db, configuration: Configuration): void => {
  const { store, sending } = configuration
  const kept: KeptHours = {
    timeZone: store.timeZone,
    businessDayEnds: store.businessDayEnds,
    openingHours: store.openingHours,
    maxBytes: sending.maxBytes,
  }
  if (JSON.stringify(readFact(db, factName, schema)) !== JSON.stringify(kept)) writeFact(db, factName, kept)
}

/** The calendar of the engine's last run; null before the first one. */
export const readStoreHours = (db: Db): KeptHours | null => readFact(db, factName, schema)
