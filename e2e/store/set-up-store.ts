// Sets up the tests' store by the window's own calls, where the set-up is not what is tested (wizard.spec.ts walks it).

import type { Page } from '@playwright/test'
import { bridgeKey } from '../../contract/channel-names.ts'
import { defaultConnectionReport, defaultSending, folderSchema } from '../../contract/configuration.ts'
import type { Settings, WindowBridge } from '../../contract/ipc.ts'
import type { PracticeAccount } from '../../sandbox/practice-state.ts'
import { storeNumber, storeZone } from './journal.ts'

/** What the tests sign in with. The password has what forms and URLs get wrong, and a part no other text has. */
export const account: PracticeAccount = { email: 'store204@acme.example', password: 'canary-7Kx+9&pf %2B=q!' }

export const settingsOf = (baseUrl: string, folder: string): Settings => ({
  store: {
    locationId: storeNumber,
    storeLocationIds: [],
    name: 'Acme #204',
    timeZone: storeZone,
    businessDayEnds: '00:00',
    openingHours: null,
  },
  petrosoft: { baseUrl, email: account.email },
  folders: [folderSchema.parse({ path: folder })],
  sending: defaultSending,
  connectionReport: defaultConnectionReport,
})

/** Proves the sign-in and finishes the set-up. Throws with the answer when one of them does not succeed. */
export const setUpStore = async (page: Page, settings: Settings, password = account.password): Promise<void> => {
  const answers = await page.evaluate(
    async ({ key, settings: wanted, password: typed }) => {
      const bridge = Reflect.get(globalThis, key) as WindowBridge
      const { petrosoft } = wanted
      const tested = await bridge.testSignIn({ ...petrosoft, password: typed })
      return [tested, await bridge.finishSetup(wanted)] as const
    },
    { key: bridgeKey, settings, password },
  )
  const [tested, finished] = answers
  const isDone = tested.ok && tested.value.kind === 'ok' && finished.ok && finished.value.ok
  if (!isDone) throw new Error(`the store could not be set up: ${JSON.stringify(answers)}`)
}
