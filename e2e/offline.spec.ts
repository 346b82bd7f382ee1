// Petrosoft out of reach: files wait, in blue words, and go by themselves as soon as it is back.

import { bridgeKey } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { expect, test } from './fixtures.ts'
import { aJournal } from './store/journal.ts'
import { settingsOf } from './store/set-up-store.ts'

test('a file that meets silence waits, and is accepted without a click when Petrosoft is back', async ({
  store,
  cloud,
  register,
}) => {
  const [before, during] = [aJournal(), aJournal()]
  register.write(before)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await expect(store.strip).toContainText('All sent to 127.0.0.1')

  await cloud.control.goAway()
  register.write(during)
  await expect(store.strip).toContainText('Petrosoft not answering')
  await expect(store.screen).toContainText(
    /Petrosoft’s service isn’t answering since .* 1 file is saved here and will go by itself\./,
  )
  await expect(store.screen).toContainText('1 file is waiting')
  await expect(store.screen, 'nothing needs a person').toContainText('Nothing needs you.')
  await store.go('Files')
  await expect(store.files.row(during.name)).toContainText(/Waiting to be sent|Will try again at/)
  await expect(store.files.row(before.name)).toContainText('Accepted')

  await cloud.control.comeBack()
  await cloud.control.when(({ journals }) => journals.length === 2, 30_000)
  await expect(store.files.row(during.name)).toContainText('Accepted')
  await expect(store.strip).toContainText('All sent to 127.0.0.1')
  const copies = cloud.received().journals.map(({ name, copies: count }) => [name, count])
  expect(copies, 'each file arrived once').toEqual([
    [before.name, 1],
    [during.name, 1],
  ])
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
