// The settings of the made-up store, for tests and pictures.

import { petrosoftBaseUrl } from '../../contract/cloud.ts'
import { defaultConnectionReport, defaultSending, folderSchema } from '../../contract/configuration.ts'
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
  folders: [folderSchema.parse({ path: 'C:\\Passport\\XMLGateway\\BOOutBox' })],
  sending: defaultSending,
  connectionReport: defaultConnectionReport,
}
