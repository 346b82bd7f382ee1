// The migrations, oldest first. Migration n brings a database from user_version n - 1 to n, in one transaction.
// A migration that was released is never edited; a new one is added behind it.
//
// Times are milliseconds since 1970. `due_at` is engine time (support/clock.ts). Children (delivery, attempt,
// attempt_end, answer_detail, decision, decision_result) are only ever inserted.

import { firstSchema } from './migrations/001-first.ts'
import { salesDaysSchema } from './migrations/002-sales-days.ts'
import { forgettingSchema } from './migrations/003-forgetting.ts'
import { fileOrdersSchema } from './migrations/004-file-orders.ts'

export const migrations: readonly string[] = [firstSchema, salesDaysSchema, forgettingSchema, fileOrdersSchema]
