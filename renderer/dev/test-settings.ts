// The settings of the made-up store, for tests and pictures.

import { petrosoftBaseUrl } from '../../contract/cloud.ts'
import type { Settings } from '../../contract/ipc.ts'

export const testSettings: Settings = {
  store: {
    locationId: '33084',
    storeLocationIds: ['33084'],
    name: 'Acme #204',
    timeZone: 'America/New_York',
    businessDayEnds: '00:00',
    openingHours: null,
  },
  petrosoft: { baseUrl: petrosoftBaseUrl, email: 'acme204@example.com' },
  folders: [
    {
      path: 'C:\\Passport\\XMLGateway\\BOOutBox',
      include: ['*.xml'],
      recursive: false,
      startFrom: 'all',
      afterVerdict: 'keep',
    },
  ],
  sending: {
    maxInFlight: 4,
    resendUnclear: 'auto',
    sendUnsupported: 'skip',
    sendTraining: 'skip',
    sendRepeated: 'ask',
    maxBytes: 52_428_800,
    keepAcceptedDays: 90,
  },
  connectionReport: { everySeconds: 300, notOkState: 'ERROR', quietMinutes: 180, probe: null },
}
