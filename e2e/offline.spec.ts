// Petrosoft out of reach: files wait, disturb nobody, and go by themselves as soon as it is back.

import { bridgeKey } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { letTimePass } from './desktop/let-time-pass.ts'
import { expect, test } from './fixtures.ts'
import { equalTwins } from './screens/hour-chart.ts'
import { aJournal } from './store/journal.ts'
import { settingsOf } from './store/set-up-store.ts'

test('two hundred files that meet silence wait an hour without a notification, and are accepted without a click when Petrosoft is back', async ({
  store,
  app,
  cloud,
  register,
}) => {
  test.setTimeout(120_000)
  const before = aJournal()
  const during = Array.from({ length: 200 }, () => aJournal())
  const [first] = during
  register.write(before)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await expect(store.strip).toContainText('All sent to 127.0.0.1')

  await cloud.control.goAway()
  register.write(...during.slice(1))
  await expect(store.strip).toContainText('Petrosoft not answering')
  await expect(store.screen).toContainText('199 files are waiting', { timeout: 30_000 })
  await letTimePass(app, 3_600_000)
  // What comes is looked at as if the hour had passed.
  register.write(...during.slice(0, 1))
  await expect(store.screen).toContainText(
    /Petrosoft’s service isn’t answering since .* 200 files are saved here and will go by themselves\./,
  )
  await expect(store.screen).toContainText('200 files are waiting')
  await expect(store.screen, 'nothing needs a person').toContainText('Nothing needs you.')
  const today = store.screen.getByRole('region', { name: 'Today so far' })
  const perHour = await equalTwins(today)
  expect(Object.values(perHour).reduce((sum, n) => sum + n, 0)).toBe(201)
  await store.go('Files')
  await expect(store.files.row(first?.name ?? '')).toContainText(/Waiting to be sent|Will try again at/)

  await cloud.control.comeBack()
  await cloud.control.when(({ journals }) => journals.length === 201, 60_000)
  await expect(store.files.row(first?.name ?? '')).toContainText('Accepted')
  await expect(store.strip).toContainText('All sent to 127.0.0.1')
  expect(app.log()).not.toContain('notification-shown')
  const copies = cloud.received().journals.map(({ copies: count }) => count)
  expect(new Set(copies), 'each file arrived once').toEqual(new Set([1]))
})

test('without internet the window says so in words, and the files wait for it', async ({ store, cloud, register }) => {
  const nowhere = settingsOf('https://petrosoft.invalid', register.path)
  await store.page.evaluate(
    async ({ key, settings }) => (Reflect.get(globalThis, key) as WindowBridge).saveSettings(settings),
    { key: bridgeKey, settings: nowhere },
  )
  const journal = aJournal()
  register.write(journal)
  await expect(store.strip).toContainText('No internet')
  await expect(store.screen).toContainText(/No internet since .* 1 file is saved here and will go by itself\./)
  await store.go('Files')
  await expect(store.files.row(journal.name)).toContainText('Waiting - no internet')
  await store.go('Connection')
  await expect(store.screen).toContainText(/Offline since/)
  expect(cloud.received().journals).toEqual([])
})
