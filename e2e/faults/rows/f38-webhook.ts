// F38: abuse of the webhook receiver. There is none in this version; the row is here so that the matrix says so.

import type { FaultRow } from '../fault-row.ts'
import { never } from '../need.ts'

export const webhookAbuse: FaultRow = {
  id: 'F38',
  fault: 'webhook abuse: slow bodies, floods, bad signatures',
  injection: 'slowhttptest -c 30 -B -i 2 -r 30 -s 4096',
  must: 'answer 408, 413 or 429 in bounded memory, on loopback only',
  needs: [never('no webhook in this version')],
  rounds: 1,
  run: () => Promise.resolve(null),
}
