import { chromium, type Page } from '@playwright/test'
import assert from 'node:assert/strict'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium' })
const open = async (scenario: string, place: string, opts: object = {}) => {
  const p = await b.newPage({
    viewport: { width: 1366, height: 768 },
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...opts,
  })
  p.on('pageerror', (e) => console.log('PAGEERROR', e.message))
  p.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') console.log('CONSOLE', m.text().slice(0, 300))
  })
  await p.goto(`http://localhost:5199/?scenario=${scenario}&theme=light#${place}`)
  await p.locator('h1').first().waitFor()
  await p.waitForTimeout(400)
  return p
}
const step = async (name: string, f: () => Promise<void>) => {
  const t = Date.now()
  try {
    await f()
    console.log('ok  ', name, Date.now() - t, 'ms')
  } catch (e) {
    console.log('FAIL', name, e instanceof Error ? e.message.slice(0, 600) : e)
  }
}
const calls = (p: Page, name: string) =>
  p.evaluate((n) => (window as any).scripted.calls.filter((c: any) => c.name === n), name)

await step('End lands on the last of 200,000 rows', async () => {
  const p = await open('many', '/files')
  await p.getByRole('row').nth(1).focus()
  const t = Date.now()
  await p.keyboard.press('End')
  const last = p.locator('[role=row][data-index="199999"]')
  await last.waitFor()
  await p.waitForFunction(
    () => document.querySelector('[data-index="199999"]')?.getAttribute('aria-busy') === 'false',
    null,
    { timeout: 60000 },
  )
  console.log(
    '   loaded in',
    Date.now() - t,
    'ms; rows in DOM',
    await p.getByRole('row').count(),
    'rowindex',
    await last.getAttribute('aria-rowindex'),
    'rowcount',
    await p.getByRole('grid').getAttribute('aria-rowcount'),
  )
  assert.equal(await p.evaluate(() => document.activeElement?.getAttribute('data-index')), '199999')
  assert.ok((await p.getByRole('row').count()) <= 80)
  await p.keyboard.press('Home')
  assert.equal(await p.evaluate(() => document.activeElement?.getAttribute('data-index')), '0')
  const mem = await p.evaluate(() => (performance as any).memory.usedJSHeapSize / 1e6)
  console.log('   heap MB', mem.toFixed(0))
  await p.close()
})
await step('keyboard in list, open, back keeps the place', async () => {
  const p = await open('attention', '/files')
  await p.getByRole('row').nth(1).focus()
  for (let i = 0; i < 30; i++) await p.keyboard.press('ArrowDown')
  await p.keyboard.press('PageDown')
  const idx = await p.evaluate(() => document.activeElement?.getAttribute('data-index'))
  await p.keyboard.press('Enter')
  await p.getByRole('tab', { name: /Messages/ }).waitFor()
  assert.match(await p.title(), /^PJR.*Storebridge$/)
  await p.keyboard.press('Escape')
  await p.getByRole('grid').waitFor()
  assert.equal(await p.evaluate(() => document.activeElement?.tagName), 'H1')
  await p.waitForTimeout(200)
  assert.equal(await p.locator('[role=row][tabindex="0"]').getAttribute('data-index'), idx)
  assert.ok(await p.locator(`[data-index="${idx}"]`).isVisible())
  const box = await p.locator(`[data-index="${idx}"]`).boundingBox()
  assert.ok(box && box.y > 200 && box.y < 720, JSON.stringify(box))
  await p.close()
})
await step('new rows do not move, states do', async () => {
  const p = await open('attention', '/files')
  const first = await p.locator('[data-index="0"]').innerText()
  await p.evaluate(() => (window as any).scripted.arrive())
  await p.getByText('1 new file').waitFor()
  assert.equal(await p.locator('[data-index="0"]').innerText(), first)
  await p.getByRole('button', { name: 'Show', exact: true }).click()
  await p.waitForFunction((t) => (document.querySelector('[data-index="0"]') as HTMLElement)?.innerText !== t, first)
  await p.close()
})
await step('viewer of 1.3 million lines', async () => {
  const p = await open('attention', '/files/777001')
  const marked = p.locator('[aria-current="true"][data-line]')
  await marked.waitFor()
  assert.equal(await marked.getAttribute('data-line'), '1200000')
  assert.ok(await marked.isVisible())
  await p.waitForFunction(() =>
    document.querySelector('[data-line="1200000"]')?.textContent?.includes('RegularSellPrice'),
  )
  const region = p.getByRole('region', { name: 'The file as we sent it' })
  const top = () =>
    p.evaluate(() => {
      const s = document.querySelector('[data-viewer]')!.getBoundingClientRect()
      const l = [...document.querySelectorAll('[data-viewer] [data-line]')].find(
        (e) => e.getBoundingClientRect().bottom > s.top + 1,
      )!
      return Number(l.getAttribute('data-line'))
    })
  const t0 = await top()
  await region.hover()
  await p.mouse.wheel(0, 200)
  await p.waitForTimeout(200)
  console.log('   wheel 200px moved', (await top()) - t0, 'lines')
  assert.equal((await top()) - t0, 10)
  await region.focus()
  await p.keyboard.press('End')
  await p.waitForTimeout(300)
  const last = await p.evaluate(() =>
    Math.max(...[...document.querySelectorAll('[data-line]')].map((e) => Number(e.getAttribute('data-line')))),
  )
  assert.equal(last, 1328543)
  const vis = await p.locator('[data-line="1328543"]').boundingBox()
  assert.ok(vis && vis.y < 745 && vis.y > 600, JSON.stringify(vis))
  await p.keyboard.press('Home')
  await p.waitForTimeout(200)
  assert.equal(await top(), 1)
  await p.keyboard.press('Control+g')
  assert.equal(await p.evaluate(() => document.activeElement?.id), 'viewer-line')
  for (const n of [777_777, 1_328_543, 5, 1_200_000]) {
    await p.locator('#viewer-line').fill(String(n))
    await p.keyboard.press('Enter')
    await p.waitForTimeout(150)
    const box = await p.locator(`[data-line="${n}"]`).boundingBox()
    const view = await region.boundingBox()
    assert.ok(
      box && view && box.y >= view.y - 1 && box.y + 20 <= view.y + view.height + 1,
      `${n} ${JSON.stringify(box)}`,
    )
  }
  // thumb drag
  await p.evaluate(() => {
    const v = document.querySelector('[data-viewer]')!
    v.scrollTop = v.scrollHeight * 0.5
  })
  await p.waitForTimeout(200)
  console.log('   half way is line', await top())
  assert.ok(Math.abs((await top()) - 664271) < 2000)
  await p.locator('#viewer-line').fill('9999999')
  await p.keyboard.press('Enter')
  await p.getByText('The file has lines 1 to 1,328,543.').waitFor()
  await p.close()
})
await step('F8, Enter to line, focus never lost', async () => {
  const p = await open('attention', '/files/4927')
  await p.keyboard.press('F8')
  const chosen = p.getByRole('option', { selected: true })
  assert.match(await chosen.innerText(), /Line 413/)
  assert.match(await p.locator('[data-live-region]').innerText(), /Line 413: A required piece/)
  await p.keyboard.press('Shift+F8')
  assert.match(await chosen.innerText(), /Line 412/)
  await p.keyboard.press('Shift+F8')
  assert.match(await chosen.innerText(), /Line 2/)
  await p.keyboard.press('F8')
  await p.getByRole('listbox').focus()
  await p.keyboard.press('Enter')
  await p.waitForFunction(() => document.activeElement?.getAttribute('data-line') === '412')
  await p.getByRole('region', { name: 'The file as we sent it' }).hover()
  await p.mouse.wheel(0, 5000)
  await p.waitForTimeout(300)
  console.log(
    '   focus after scrolling away:',
    await p.evaluate(() =>
      document.activeElement?.getAttribute('data-viewer') !== null ? 'viewer' : document.activeElement?.tagName,
    ),
  )
  await p.keyboard.press('F6')
  await p.keyboard.press('F6')
  console.log(
    '   after F6 F6:',
    await p.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.slice(0, 30)}`),
  )
  await p.close()
})
await step('send an accepted file again: Cancel has the focus, a reason is needed, 8 s, Undo', async () => {
  const p = await open('good', '/files/4990')
  await p.getByRole('button', { name: 'Send again' }).click()
  const d = p.getByRole('alertdialog', { name: 'Send an accepted file again?' })
  await d.waitFor()
  assert.equal(await p.evaluate(() => document.activeElement?.textContent), 'Cancel')
  await d.getByRole('button', { name: 'Send again anyway' }).click()
  await d.getByText('Enter a reason.').waitFor()
  await d.getByRole('textbox').fill('asked by the office')
  await d.getByRole('button', { name: 'Send again anyway' }).click()
  assert.equal(await d.count(), 0)
  assert.equal((await calls(p, 'decide')).length, 0)
  await p.getByRole('button', { name: 'Undo' }).click()
  await p.mouse.move(10, 10)
  await p.waitForTimeout(9000)
  assert.equal((await calls(p, 'decide')).length, 0)
  await p.getByRole('button', { name: 'Send again' }).click()
  await d.getByRole('textbox').fill('asked by the office')
  await d.getByRole('button', { name: 'Send again anyway' }).click()
  await p.waitForTimeout(7000)
  assert.equal((await calls(p, 'decide')).length, 0)
  await p.waitForTimeout(2000)
  const c = await calls(p, 'decide')
  assert.equal(c.length, 1)
  assert.deepEqual(c[0].input, { action: 'resend', ids: ['4990'], reason: 'asked by the office', again: true })
  await p.getByRole('heading', { level: 1, name: 'Waiting to be sent' }).waitFor()
  await p.close()
})
await step('shortcuts', async () => {
  const p = await open('good', '/')
  assert.equal(await p.evaluate(() => document.activeElement?.tagName), 'H1')
  await p.keyboard.press('Control+2')
  await p.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
  assert.equal(await p.title(), 'Files - Storebridge')
  await p.keyboard.press('Control+3')
  await p.getByRole('heading', { level: 1, name: 'Connection' }).waitFor()
  await p.keyboard.press('Control+f')
  await p.getByRole('grid').waitFor()
  await p.waitForFunction(() => (document.activeElement as HTMLInputElement)?.type === 'search')
  await p.keyboard.type('PJR2026112020')
  await p.waitForTimeout(600)
  console.log('   found', await p.getByRole('grid').getAttribute('aria-rowcount'))
  await p.keyboard.press('Control+,')
  await p.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await p.keyboard.press('F5')
  assert.equal((await calls(p, 'checkNow')).length, 1)
  await p.keyboard.press('Control+1')
  await p.getByRole('heading', { level: 1, name: /Today/ }).waitFor()
  await p.close()
})
await step('settings: unsaved change, server errors beside fields', async () => {
  const p = await open('good', '/settings')
  await p.getByRole('textbox', { name: 'Store name' }).fill('wrong')
  await p.getByText('1 change not saved').waitFor()
  await p.getByRole('button', { name: 'Save', exact: true }).click()
  await p.getByText('2 things must be corrected').waitFor()
  assert.equal(await p.evaluate(() => document.activeElement?.getAttribute('role')), 'alert')
  await p.getByRole('button', { name: 'is watched twice' }).click()
  assert.equal(await p.evaluate(() => document.activeElement?.id), 'setting-folders-0-path')
  await p.getByRole('textbox', { name: 'Store name' }).fill('Acme #205')
  await p.getByRole('button', { name: 'Save', exact: true }).click()
  await p.getByText('Settings saved.').first().waitFor()
  await p.getByText('No changes').waitFor()
  const saved = await calls(p, 'saveSettings')
  assert.equal(saved.at(-1).input.store.name, 'Acme #205')
  await p.getByRole('radio', { name: 'Dark' }).click()
  await p.waitForTimeout(200)
  assert.equal((await calls(p, 'savePreferences')).length, 1)
  await p.close()
})
await step('sign in dialog', async () => {
  const p = await open('sign-in', '/')
  await p.getByRole('button', { name: 'Sign in' }).click()
  const d = p.getByRole('dialog', { name: 'Sign in to Petrosoft' })
  await d.getByLabel('Password', { exact: true }).fill('x')
  await d.getByRole('button', { name: 'Sign in' }).click()
  await d.waitFor({ state: 'detached' })
  await p.getByText('12 files').first().waitFor()
  await p.close()
})
await step('text does not change when a call fails; practice switches', async () => {
  const p = await open('setup', '/')
  await p.getByRole('button', { name: 'Try it with the practice cloud' }).click()
  await p.getByRole('button', { name: 'Leave practice' }).waitFor()
  assert.match(await p.title(), /\(practice\)$/)
  await p.getByText('Sending').first().waitFor({ timeout: 15000 })
  await p.getByRole('button', { name: 'Leave practice' }).click()
  await p.getByRole('heading', { name: 'Welcome to Storebridge' }).waitFor()
  await p.close()
})
await b.close()
