// The first run, as a manager walks it: from the welcome to the first accepted file, and every wrong turn of the sign-in.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { wizardOf } from './screens/wizard.ts'
import { aJournal, storeNumber, wrongPrice } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

test('the set-up leads from the welcome to Today, and the next file of the register is accepted', async ({
  page,
  cloud,
  register,
}) => {
  const [old, fresh] = [aJournal(), aJournal()]
  register.write(old)
  const wizard = wizardOf(page)
  await expect(wizard.welcome).toBeFocused()
  await wizard.setUp.click()

  await expect(wizard.question('Sign in to Petrosoft')).toBeVisible()
  await wizard.otherAddress.click()
  await expect(wizard.address).toBeFocused()
  await wizard.signIn(cloud.url, account)

  await expect(wizard.question('Which store is this?')).toBeVisible()
  await wizard.locationId.fill(storeNumber)
  await wizard.storeName.fill('Acme #204')
  await wizard.next.click()
  await cloud.control.when(({ reports }) => reports.some(({ locationId, ok }) => locationId === storeNumber && ok))

  await expect(wizard.question('Where does the register save its sales files?')).toBeVisible()
  await wizard.folder.fill(register.path)
  await expect(wizard.found.getByRole('heading', { name: 'This folder can be used' })).toBeVisible()
  await expect(wizard.found).toContainText('1sales file')
  await expect(wizard.found).toContainText('The store number is the same as the location ID')
  await wizard.next.click()

  await expect(wizard.question('Does everything work?')).toBeVisible()
  for (const tick of ['Sign-in: good', 'Location ID: good', 'Sales folder: good', 'Disk space: good', 'Clock: good'])
    await expect(page.getByRole('listitem').filter({ hasText: tick })).toBeVisible()
  expect(cloud.received().journals, 'a test sends no sales').toEqual([])
  const trial = page.getByRole('region', { name: 'Send one real file now' })
  await expect(trial).toContainText(old.name)
  await expect(trial).toContainText('This is a real upload')
  await expect(trial).toContainText('1 sale, $2.49')
  await trial.getByRole('button', { name: 'Send this file' }).click()
  await expect(trial).toContainText(`Petrosoft accepted ${old.name}. Reference`)
  await expect(trial.getByRole('button', { name: 'Send this file' }), 'not a second time').toBeHidden()
  await wizard.back.click()
  await wizard.next.click()
  await expect(trial).toContainText(`Petrosoft accepted ${old.name}.`)
  await wizard.next.click()

  await expect(wizard.question('This store is ready')).toBeVisible()
  await expect(page.getByText('One file was sent as a test.')).toBeVisible()
  await wizard.start.click()

  const window = windowOf(page)
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused()
  await expect(window.strip).toContainText('Acme #204')
  await expect(window.strip).toContainText(`Location ${storeNumber}`)
  register.write(fresh)
  await cloud.control.when(({ journals }) => journals.some(({ name }) => name === fresh.name))
  await window.go('Files')
  await expect(window.files.row(fresh.name)).toContainText('Accepted')
  await expect(window.files.row(old.name)).toContainText('Accepted')
  expect(cloud.received().journals.map(({ verdict }) => verdict)).toEqual(['Success', 'Success'])
})

test('a wrong password, no internet, a service that is down and a wrong clock are told in four different sentences', async ({
  page,
  cloud,
}) => {
  const wizard = wizardOf(page)
  await wizard.setUp.click()
  await wizard.otherAddress.click()
  const sentences = new Set<string>()
  const tryWith = async (address: string, password: string, sentence: RegExp): Promise<void> => {
    await wizard.signIn(address, { ...account, password })
    await expect(wizard.trouble).toHaveText(sentence)
    sentences.add(await wizard.trouble.innerText())
    await expect(wizard.question('Sign in to Petrosoft')).toBeVisible()
  }

  await tryWith(cloud.url, 'not-the-password', /Petrosoft did not accept this e-mail and password/)
  await tryWith('https://petrosoft.invalid', account.password, /There is no internet/)
  cloud.control.addFaults({ on: 'sign-in', do: { kind: 'answer', status: 500 } })
  await tryWith(cloud.url, account.password, /Petrosoft’s service isn’t answering/)
  cloud.control.changeSettings({ clockSkewSeconds: 600 })
  await tryWith(cloud.url, account.password, /This PC’s clock is wrong/)
  expect(sentences.size).toBe(4)

  await wizard.address.fill('http://petrosoft.example')
  await wizard.next.click()
  await expect(page.getByText('Enter an address that begins with https://.')).toBeVisible()
  await expect(wizard.address).toBeFocused()
})

test('Back keeps what was typed, and a password can be pasted', async ({ app, page, cloud }) => {
  const wizard = wizardOf(page)
  await wizard.setUp.click()
  await wizard.otherAddress.click()
  await wizard.address.fill(cloud.url)
  await wizard.email.fill(account.email)
  await app.electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), account.password)
  await wizard.password.focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(wizard.password).toHaveValue(account.password)
  await wizard.next.click()

  await wizard.locationId.fill(storeNumber)
  await wizard.storeName.fill('Acme #204')
  await wizard.back.click()
  await expect(wizard.email).toHaveValue(account.email)
  await expect(wizard.password).toHaveValue(account.password)
  await expect(wizard.address).toHaveValue(cloud.url)
  await wizard.next.click()
  await expect(wizard.locationId).toHaveValue(storeNumber)
  await expect(wizard.storeName).toHaveValue('Acme #204')
  expect(cloud.received().signIns, 'a proven sign-in is not tried again').toHaveLength(1)
})

test('a folder that is not there is told in the step that asks for it, and does not let one pass', async ({
  page,
  cloud,
  register,
}) => {
  const wizard = wizardOf(page)
  await wizard.setUp.click()
  await wizard.otherAddress.click()
  await wizard.signIn(cloud.url, account)
  await wizard.locationId.fill(storeNumber)
  await wizard.next.click()

  await wizard.folder.fill(join(register.path, 'nothing-here'))
  await expect(wizard.found).toContainText('There is no such folder on this PC')
  await wizard.next.click()
  await expect(wizard.trouble).toContainText('There is no such folder on this PC')
  await expect(wizard.question('Where does the register save its sales files?')).toBeVisible()

  await wizard.folder.fill(register.path)
  await expect(wizard.found).toContainText('The folder is empty so far')
  await wizard.next.click()
  await expect(wizard.question('Does everything work?')).toBeVisible()
})

test('a set-up that is closed in the middle goes on at its step with everything but the password', async ({
  page,
  app,
  startApp,
  cloud,
  register,
  userData,
}) => {
  register.write(aJournal({ prices: ['7.15'] }))
  const wizard = wizardOf(page)
  await wizard.setUp.click()
  await wizard.otherAddress.click()
  await wizard.signIn(cloud.url, account)
  await wizard.locationId.fill(storeNumber)
  await wizard.storeName.fill('Acme #204')
  await page.getByRole('switch', { name: 'Tell me when no sales files come while the store is open' }).click()
  await page.getByRole('checkbox', { name: 'Sunday' }).uncheck()
  await page.getByLabel('Monday, opens').fill('05:30')
  await wizard.next.click()
  await wizard.folder.fill(register.path)
  await expect(wizard.found.getByRole('group', { name: 'Is this your store?' })).toContainText('$7.15')
  await expect(page.getByText('Step 5 of 7')).toBeVisible()
  const draft = join(userData, 'setup.json')
  await expect.poll(() => (existsSync(draft) ? readFileSync(draft, 'utf8') : '')).toContain(register.path)
  expect(readFileSync(draft, 'utf8')).not.toContain(account.password)
  await app.end()

  const again = await (await startApp()).electron.firstWindow()
  const resumed = wizardOf(again)
  await expect(resumed.question('Where does the register save its sales files?')).toBeVisible()
  await expect(resumed.folder).toHaveValue(register.path)
  await resumed.back.click()
  await expect(resumed.locationId).toHaveValue(storeNumber)
  await expect(again.getByLabel('Monday, opens')).toHaveValue('05:30')
  await expect(again.getByRole('checkbox', { name: 'Sunday' })).not.toBeChecked()
  await again.getByRole('button', { name: 'Type the password' }).click()
  await expect(resumed.email).toHaveValue(account.email)
  await expect(resumed.password).toHaveValue('')
  await resumed.password.fill(account.password)
  await resumed.next.click()
  await resumed.next.click()
  await resumed.next.click()
  await expect(again.getByRole('listitem').filter({ hasText: 'Sign-in: good' })).toBeVisible()
  // A refusal does not keep anybody from finishing: its page opens afterwards.
  register.write(aJournal({ name: 'wrong-price.xml', prices: [wrongPrice] }))
  await again.getByRole('button', { name: 'Test again' }).click()
  const trial = again.getByRole('region', { name: 'Send one real file now' })
  await expect(trial).toContainText('wrong-price.xml')
  await trial.getByRole('button', { name: 'Send this file' }).click()
  await expect(trial).toContainText('Petrosoft refused wrong-price.xml. You can finish the set-up')
  await resumed.next.click()
  await resumed.start.click()
  await expect(again.getByRole('heading', { level: 1, name: /^Refused/ })).toBeVisible()
  await expect.poll(() => existsSync(draft)).toBe(false)
  expect(cloud.received().journals.filter(({ name }) => name === 'wrong-price.xml')).toHaveLength(1)
})
