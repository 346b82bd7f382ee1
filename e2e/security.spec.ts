// The window is shut off from the system and from every network, and whatever a register or a server writes is text
// (reliability 4.1). What the window may not do is tried from inside it.

import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { bridgeKey, callNames } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { expect, test } from './fixtures.ts'
import { aJournal } from './store/journal.ts'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0

test('every window is sandboxed, isolated and without the system', async ({ app, page }) => {
  const windows = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => ({
      // Electron's own read-back of what it made, which its types leave out.
      preferences: (
        contents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
      ).getLastWebPreferences(),
      pid: contents.getOSProcessId(),
    })),
  )
  expect(windows).toHaveLength(1)
  for (const { preferences, pid } of windows) {
    const on = ['contextIsolation', 'sandbox', 'webSecurity']
    const off = [
      'nodeIntegration',
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'webviewTag',
      'navigateOnDragDrop',
    ]
    for (const name of on) expect(preferences[name], name).toBe(true)
    // Some that are off are left out of what is read back.
    for (const name of off) expect(preferences[name] ?? false, name).toBe(false)
    // The kernel's word for it; Chromium has no sandbox for root, as which some build machines run.
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(isRoot ? /Seccomp:/ : /Seccomp:\t2/)
  }

  const system = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname']
  expect(await page.evaluate((names) => names.filter((name) => name in globalThis), system)).toEqual([])
  const bridge = await page.evaluate((key) => Object.keys(Reflect.get(globalThis, key) as object), bridgeKey)
  expect(bridge.toSorted()).toEqual([...callNames, 'on'].toSorted())
})

test('the page runs nothing but its own script: no inline script, no handler, no eval, no other source', async ({
  page,
}) => {
  const answer = await page.evaluate(async () => {
    const { headers } = await fetch(location.href)
    return Object.fromEntries(headers)
  })
  const policy = answer['content-security-policy'] ?? ''
  for (const part of [
    `default-src 'none'`,
    `script-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ])
    expect(policy).toContain(part)
  expect(policy).toContain(`require-trusted-types-for 'script'`)
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
  expect(answer['x-content-type-options']).toBe('nosniff')

  const tried = await page.evaluate(async () => {
    const ran: string[] = []
    const refused: string[] = []
    Reflect.set(globalThis, 'ran', (what: string) => ran.push(what))
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective))
    const attempt = (what: string, work: () => unknown): void => {
      try {
        work()
      } catch {
        refused.push(what)
      }
    }
    // The call that brought this script may evaluate text; a turn later the page's own rules hold.
    await new Promise((resolve) => setTimeout(resolve, 0))
    attempt('eval', () => (0, eval)(`ran('eval')`))
    attempt('function', () => new Function(`ran('function')`)())
    attempt('html', () => {
      document.body.insertAdjacentHTML('beforeend', `<img src=x onerror="ran('html')">`)
    })
    attempt('script', () => {
      const script = document.createElement('script')
      script.textContent = `ran('script')`
      document.body.append(script)
    })
    const handler = document.createElement('div')
    attempt('handler', () => handler.setAttribute('onclick', `ran('handler')`))
    document.body.append(handler)
    handler.click()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { ran, refused }
  })
  expect(tried.ran).toEqual([])
  for (const what of ['eval', 'function', 'html', 'script', 'handler']) expect(tried.refused).toContain(what)
})

/** What came of a request from the page: a status, or "refused". */
const ask = (page: Page, url: string): Promise<number | string> =>
  page.evaluate(
    (address) =>
      fetch(address).then(
        ({ status }) => status,
        () => 'refused',
      ),
    url,
  )

test('the page reaches its own bundle and nothing else: no network, no file, no other folder', async ({
  app,
  page,
  cloud,
}) => {
  expect(await ask(page, 'app://bundle/index.html')).toBe(200)
  const outside = [
    '..%2f..%2fetc/passwd',
    '%2e%2e/%2e%2e/etc/passwd',
    '..%5c..%5cpackage.json',
    'index.html%00.png',
    '.hidden',
  ]
  for (const path of outside) expect(await ask(page, `app://bundle/${path}`), path).toBe(404)
  for (const url of [
    `${cloud.url}/`,
    'http://127.0.0.1:9/',
    'https://example.com/',
    'app://other/index.html',
    'file:///etc/passwd',
  ])
    expect(await ask(page, url), url).toBe('refused')
  // The page's own policy would stop those; behind it stands main, which stops them without it.
  const byMain = await app.electron.evaluate(async ({ webContents }, url) => {
    const [contents] = webContents.getAllWebContents()
    const outcome = (address: string) =>
      contents?.session.fetch(address).then(
        ({ status }) => status,
        () => 'refused',
      )
    return [await outcome(url), await outcome('app://other/index.html')]
  }, cloud.url)
  expect(byMain).toEqual(['refused', 404])
  expect(cloud.received().requests).toEqual([])
})

test('the page opens no window, goes to no other page, and is given no permission', async ({ app, page }) => {
  await page.getByRole('heading', { name: 'Welcome to Storebridge', level: 1 }).waitFor()
  const granted = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as const
    const states = names.map((name) =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      ),
    )
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    )
    return [...(await Promise.all(states)), media, await Notification.requestPermission()]
  })
  expect(new Set(granted)).toEqual(new Set(['denied']))

  const here = page.url()
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true)
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    link.target = '_blank'
    document.body.append(link)
    link.click()
  })
  // Chromium itself stops the first two, main the others.
  for (const url of ['file:///etc/passwd', 'data:text/html,x', 'https://example.com/', 'app://other/index.html'])
    await page.evaluate((address) => {
      location.href = address
    }, url)
  // Playwright goes on waiting for pages that never come; main knows where the window is.
  const stands = () =>
    app.electron.evaluate(async ({ webContents }) => {
      const all = webContents.getAllWebContents()
      const heading: unknown = await all[0]?.executeJavaScript(`document.querySelector('h1').textContent`)
      return { windows: all.length, url: all[0]?.getURL(), heading }
    })
  await expect.poll(() => app.log()).toContain('"event":"navigation-refused","url":"app://other/index.html"')
  expect(await stands()).toEqual({ windows: 1, url: here, heading: 'Welcome to Storebridge' })
})

test('a call with anything but the shape it asks for is refused with a sentence', async ({ page }) => {
  const odd: readonly unknown[] = [
    null,
    17,
    'x',
    [],
    { id: '../../etc/passwd' },
    { id: '1', sql: 'DROP TABLE document' },
    { id: { $ne: null } },
    'x'.repeat(300_000),
  ]
  const answers = await page.evaluate(
    async ({ key, names, inputs }) => {
      const bridge = Reflect.get(globalThis, key) as Record<string, (input: unknown) => Promise<unknown>>
      const all: (readonly [string, number, unknown])[] = []
      for (const name of names)
        for (const [index, input] of inputs.entries()) all.push([name, index, await bridge[name]?.(input)])
      return all
    },
    // The clipboard takes any text, and that is its shape.
    { key: bridgeKey, names: callNames.filter((name) => name !== 'copyText'), inputs: odd },
  )
  expect(answers).toHaveLength((callNames.length - 1) * odd.length)
  for (const [name, index, answer] of answers)
    expect(answer, `${name} with ${JSON.stringify(odd[index]).slice(0, 40)}`).toMatchObject({
      ok: false,
      kind: 'bad-input',
      sentence: expect.stringContaining('This could not be taken'),
    })
  expect(JSON.stringify(answers)).not.toMatch(/at \w+ \(|node_modules/)
})

test('a call from any other window is refused, even from our own page in it', async ({ app, page }) => {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const answer = await app.electron.evaluate(
    async ({ app: electron, BrowserWindow, webContents }, { key, url }) => {
      const session = webContents.getAllWebContents()[0]?.session
      const preload = `${electron.getAppPath()}/out/preload/index.cjs`
      const other = new BrowserWindow({
        show: false,
        webPreferences: { ...(session === undefined ? {} : { session }), preload, sandbox: true },
      })
      await other.loadURL(url)
      const said: unknown = await other.webContents.executeJavaScript(`window[${JSON.stringify(key)}].getSnapshot()`)
      other.destroy()
      return said
    },
    { key: bridgeKey, url: page.url() },
  )
  expect(answer).toEqual({ ok: false, kind: 'failed', sentence: 'This page may not ask that.' })
})

/** Names and words an attacker would choose, as far as a file system takes them. */
const naughtyNames = [
  '<img src=x onerror=alert(1)>.xml',
  '"><script>alert(1)<&.xml',
  "'; DROP TABLE document; --.xml",
  '${7*7}{{7*7}}.xml',
  '\u202Elmx.gpj\u200B.xml',
  '%s%n%x %2e%2e.xml',
  'Ω≈ç√∫˜µ≤≥÷田中さん社會科學院語學研究所🏳️‍🌈.xml',
]
const naughtyWords = [
  '<script>document.title = "taken"</script>',
  '<img src="x" onerror="document.title = \'taken\'">',
  'javascript:document.title="taken"',
  '<a href="https://example.com">click</a>',
  '{name} {n, plural, one {#} other {#}} </Message>',
  'ABC<div style="x:\u0000expression(alert(1))">DEF'.replace('\u0000', ''),
]

test('names of files and words of the server appear as the text they are', async ({ store, cloud, register }) => {
  const { page, files, file } = store
  cloud.control.addFaults({
    on: 'journal',
    times: 'always',
    do: {
      kind: 'verdict',
      status: 'FatalError',
      message: naughtyWords[0] ?? '',
      details: naughtyWords.map((message, index) => ({ line: index + 1, position: 1, message })),
    },
  })
  const names = process.platform === 'win32' ? naughtyNames.filter((name) => !/[<>"|?*:]/.test(name)) : naughtyNames
  register.write(...names.map((name) => ({ ...aJournal(), name })))
  await cloud.control.when(({ journals }) => journals.length === names.length, 20_000)
  await store.go('Files')
  await expect(files.rows).toHaveCount(names.length)
  for (const name of names) await expect(files.row(name)).toContainText('Refused')

  await files.row(names[0] ?? '').click()
  await expect(file.title(names[0] ?? '')).toBeVisible()
  for (const words of naughtyWords) {
    await expect(file.chosenMessage).toContainText(words)
    await page.keyboard.press('F8')
  }
  await file.tab('Raw answer').click()
  await expect(file.panel).toContainText('onerror=')
  await expect(page).toHaveTitle(`${names[0]} - Storebridge`)
  expect(await page.getByRole('img', { name: /x/ }).count()).toBe(0)
  await expect(page.getByRole('link', { name: 'click' })).toHaveCount(0)
  // The bridge stands, too: the answers hold the words, unchanged.
  const told = await page.evaluate(
    async ({ key, text }) => {
      const filter = { dateKind: 'found', from: null, to: null, group: 'all', text, problemsOnly: false } as const
      const listed = await (Reflect.get(globalThis, key) as WindowBridge).listFiles({ filter, after: null, limit: 10 })
      return listed.ok ? listed.value.rows.map(({ name }) => name) : []
    },
    { key: bridgeKey, text: "'; DROP TABLE" },
  )
  expect(told).toEqual(["'; DROP TABLE document; --.xml"])
})
