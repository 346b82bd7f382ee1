// Takes pictures of every screen over the scripted main process and runs axe on each: `node renderer/dev/shoot.ts OUT
// [NAME…]`, with the dev server running. CHROMIUM names the browser. A tool to look at the window, not a test.

import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { BIG, ODD, ONE_LINE } from './sample-details.ts'
import { scenarios } from './scenarios.ts'

const [out = 'pictures', ...only] = process.argv.slice(2)
const address = process.env['WINDOW_ADDRESS'] ?? 'http://localhost:5199/'
mkdirSync(out, { recursive: true })

interface Shot {
  readonly name: string
  readonly scenario: string
  readonly place: string
  readonly act?: (page: Page) => Promise<void>
  readonly sizes?: readonly (readonly [number, number])[]
  readonly query?: string
}

const refusedId = scenarios.attention().rows.find((row) => row.noteCount === 1 && row.problemCount === 2)?.id ?? ''
const idOf = (state: string, problem: string | null = null): string =>
  scenarios.attention().rows.find((row) => row.state === state && row.problem === problem)?.id ?? ''

const click = (role: 'button' | 'tab' | 'link', name: string | RegExp) => async (page: Page) => {
  await page.getByRole(role, { name }).first().click()
}

const shots: readonly Shot[] = [
  { name: '01-today-good', scenario: 'good', place: '/' },
  { name: '02-today-attention-offline', scenario: 'attention-offline', place: '/' },
  { name: '02b-today-offline', scenario: 'offline', place: '/' },
  { name: '02c-today-sign-in', scenario: 'sign-in', place: '/' },
  { name: '02d-today-paused', scenario: 'paused', place: '/' },
  { name: '02e-today-stale', scenario: 'stale', place: '/' },
  { name: '02f-today-trouble', scenario: 'trouble', place: '/' },
  { name: '02g-today-other-cloud', scenario: 'other-cloud', place: '/' },
  { name: '02h-today-quiet', scenario: 'quiet', place: '/' },
  { name: '02i-today-other-zone', scenario: 'other-zone', place: '/' },
  { name: '02j-today-no-secret-store', scenario: 'no-secret-store', place: '/' },
  { name: '02k-today-table', scenario: 'good', place: '/', act: click('button', 'Show as table') },
  { name: '02l-sign-in-dialog', scenario: 'sign-in', place: '/', act: click('button', 'Sign in') },
  { name: '02m-today-failing', scenario: 'failing', place: '/' },
  { name: '03-files', scenario: 'attention', place: '/files' },
  { name: '03b-files-refused', scenario: 'attention', place: '/files?group=refused' },
  { name: '03c-files-empty', scenario: 'empty', place: '/files' },
  { name: '03d-files-filtered-empty', scenario: 'good', place: '/files?group=refused' },
  { name: '03e-files-error', scenario: 'failing', place: '/files' },
  { name: '03f-files-days', scenario: 'attention', place: '/files', act: click('button', /Sales day:/) },
  {
    name: '03g-files-new',
    scenario: 'attention',
    place: '/files',
    act: async (page) => {
      await page.getByRole('row').nth(3).waitFor()
      await page.evaluate(() => {
        const { scripted } = window as unknown as { scripted: { arrive: () => void } }
        for (let n = 0; n < 12; n += 1) scripted.arrive()
      })
      await page.getByText('12 new files').waitFor()
    },
  },
  { name: '03h-files-too-many', scenario: 'too-many', place: '/files' },
  { name: '04-file-detail', scenario: 'attention', place: `/files/${refusedId}` },
  { name: '04b-file-big', scenario: 'attention', place: `/files/${BIG}` },
  { name: '04c-file-one-line', scenario: 'attention', place: `/files/${ONE_LINE}` },
  {
    name: '04d-file-laid-out',
    scenario: 'attention',
    place: `/files/${ONE_LINE}`,
    act: async (page) => page.getByRole('switch', { name: 'Laid out' }).click(),
  },
  { name: '04e-file-odd', scenario: 'attention', place: `/files/${ODD}` },
  { name: '04f-file-held', scenario: 'attention', place: `/files/${idOf('held', 'not-well-formed')}` },
  { name: '04g-file-repeats', scenario: 'attention', place: `/files/${idOf('held', 'repeats')}` },
  { name: '04h-file-history', scenario: 'attention', place: `/files/${refusedId}`, act: click('tab', /History/) },
  { name: '04i-file-facts', scenario: 'attention', place: `/files/${refusedId}`, act: click('tab', /Document facts/) },
  { name: '04j-file-raw', scenario: 'attention', place: `/files/${refusedId}`, act: click('tab', /Raw answer/) },
  {
    name: '04k-resend-dialog',
    scenario: 'good',
    place: '/files/4990',
    act: click('button', 'Send again'),
  },
  {
    name: '04l-resend-notice',
    scenario: 'attention',
    place: `/files/${refusedId}`,
    act: click('button', 'Send again'),
  },
  { name: '06-sales-days', scenario: 'attention', place: '/sales-days' },
  { name: '06b-sales-days-gap', scenario: 'good', place: '/sales-days/2026-11-18' },
  { name: '06c-sales-days-none', scenario: 'good', place: '/sales-days/2026-11-08' },
  {
    name: '06d-sales-days-amounts',
    scenario: 'good',
    place: '/sales-days/2026-11-11',
    act: async (page) => page.getByRole('checkbox', { name: 'Show amounts' }).click(),
  },
  {
    name: '06e-sales-days-list',
    scenario: 'attention',
    place: '/sales-days',
    sizes: [
      [600, 900],
      [320, 640],
    ],
  },
  { name: '06f-sales-days-failing', scenario: 'failing', place: '/sales-days' },
  { name: '06g-print-month', scenario: 'attention', place: '/print/sales-month/2026-11' },
  { name: '07-connection', scenario: 'good', place: '/connection' },
  { name: '07d-connection-table', scenario: 'good', place: '/connection', act: click('button', 'Show as table') },
  { name: '07b-connection-offline', scenario: 'offline', place: '/connection' },
  { name: '07c-connection-sign-in', scenario: 'sign-in', place: '/connection' },
  {
    name: '09-help',
    scenario: 'good',
    place: '/help',
    sizes: [
      [1366, 2400],
      [683, 3200],
      [1366, 768],
      [320, 640],
    ],
  },
  {
    name: '09b-help-open',
    scenario: 'good',
    place: '/help',
    sizes: [[1366, 2600]],
    act: async (page) => {
      await click('button', 'A file was refused')(page)
      await click('button', 'Make a support file')(page)
      await page.getByText('This is all that will be in the file:').waitFor()
    },
  },
  { name: '10-today-practice', scenario: 'practice', place: '/' },
  { name: '10b-settings-practice', scenario: 'practice', place: '/settings' },
  {
    name: '11-settings',
    scenario: 'good',
    place: '/settings',
    sizes: [
      [1366, 3000],
      [683, 4200],
    ],
  },
  {
    name: '11b-settings-errors',
    scenario: 'good',
    place: '/settings',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Location ID' }).fill('')
      await page.getByRole('textbox', { name: 'Sales folder' }).fill('')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
    },
  },
  { name: '08a-welcome', scenario: 'setup', place: '/' },
  { name: '08b-sign-in', scenario: 'setup', place: '/', act: click('button', 'Set up this store') },
  {
    name: '08c-wrong-password',
    scenario: 'setup',
    place: '/',
    act: async (page) => {
      await click('button', 'Set up this store')(page)
      await page.getByRole('textbox', { name: 'E-mail' }).fill('wrong-password@example.com')
      await page.getByLabel('Password', { exact: true }).fill('secret')
      await page.getByRole('button', { name: /^Next/ }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: '08d-location', scenario: 'setup', place: '/', act: async (page) => toStep(page, 1) },
  {
    name: '08h-location-hours',
    scenario: 'setup',
    place: '/',
    act: async (page) => {
      await toStep(page, 1)
      await page.getByRole('switch').click()
      await page.getByRole('checkbox', { name: 'Sunday' }).click()
    },
    sizes: [
      [1366, 1100],
      [683, 1200],
    ],
  },
  { name: '08e-folder', scenario: 'setup', place: '/', act: async (page) => toStep(page, 2) },
  { name: '08f-test', scenario: 'setup', place: '/', act: async (page) => toStep(page, 3) },
  { name: '08g-ready', scenario: 'setup', place: '/', act: async (page) => toStep(page, 4) },
  { name: '20-today-pseudo', scenario: 'attention-offline', place: '/', query: 'pseudo=1' },
  { name: '21-files-pseudo', scenario: 'attention', place: '/files', query: 'pseudo=1' },
  { name: '22-detail-pseudo', scenario: 'attention', place: `/files/${refusedId}`, query: 'pseudo=1' },
  { name: '23-connection-pseudo', scenario: 'offline', place: '/connection', query: 'pseudo=1' },
]

const toStep = async (page: Page, step: number): Promise<void> => {
  await click('button', 'Set up this store')(page)
  await page.getByRole('textbox', { name: 'E-mail' }).fill('acme@example.com')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await page.getByRole('button', { name: /^Next/ }).click()
  await page.getByRole('heading', { name: 'Which store is this?' }).waitFor()
  if (step < 2) return
  await page.getByRole('textbox', { name: 'Location ID' }).fill('33084')
  await page.getByRole('button', { name: /^Next/ }).click()
  await page.getByRole('button', { name: /BOOutBox/ }).click()
  await page.getByText('This folder can be used').waitFor()
  if (step < 3) return
  await page.getByRole('button', { name: /^Next/ }).click()
  await page.getByText('Sign-in: good').waitFor()
  if (step < 4) return
  await page.getByRole('button', { name: /^Next/ }).click()
  await page.getByRole('heading', { name: 'This store is ready' }).waitFor()
}

const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' })
let faults = 0
try {
  for (const shot of shots.filter((each) => only.length === 0 || only.some((name) => each.name.startsWith(name)))) {
    for (const [width, height] of shot.sizes ?? [
      [1366, 768],
      [683, 768],
    ]) {
      for (const theme of ['light', 'dark'] as const) {
        if (process.env['THEME'] !== undefined && process.env['THEME'] !== theme) continue
        if (process.env['WIDTH'] !== undefined && process.env['WIDTH'] !== String(width)) continue
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme: theme,
          reducedMotion: 'reduce',
          timezoneId: 'America/New_York',
          locale: 'en-US',
          ...(process.env['FORCED'] === '1' ? { forcedColors: 'active' as const } : {}),
        })
        const page = await context.newPage()
        const label = `${shot.name}-${width}-${theme}`
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') {
            faults += 1
            console.log(`${label}: console ${message.type()}: ${message.text().slice(0, 300)}`)
          }
        })
        page.on('pageerror', (error) => {
          faults += 1
          console.log(`${label}: ${error.message}`)
        })
        try {
          await page.goto(`${address}?scenario=${shot.scenario}&theme=${theme}&${shot.query ?? ''}#${shot.place}`)
          await page.locator('h1').first().waitFor({ timeout: 20_000 })
          await page.waitForTimeout(500)
          await shot.act?.(page)
          await page.waitForTimeout(400)
          await page.screenshot({ path: join(out, `${label}.png`) })
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
          const scroller = await page.evaluate(() => {
            const element = document.querySelector('[data-scroller], main')
            return element !== null && element.scrollWidth > element.clientWidth + 1
          })
          if (wide || scroller) {
            faults += 1
            console.log(`${label}: scrolls sideways`)
          }
          await page.evaluate(axe.source)
          const result = await page.evaluate(async () => {
            const { axe: run } = window as unknown as { axe: typeof axe }
            const found = await run.run(document, { resultTypes: ['violations'] })
            return found.violations.map((violation) => ({
              id: violation.id,
              impact: violation.impact,
              nodes: violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`),
            }))
          })
          for (const violation of result) {
            faults += 1
            console.log(
              `${label}: axe ${violation.impact} ${violation.id}\n    ${violation.nodes.join('\n    ').slice(0, 900)}`,
            )
          }
        } catch (error) {
          faults += 1
          console.log(`${label}: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`)
          await page.screenshot({ path: join(out, `${label}-failed.png`) }).catch(() => undefined)
        } finally {
          await context.close()
        }
      }
    }
  }
} finally {
  await browser.close()
}
console.log(faults === 0 ? 'nothing found' : `${faults} findings`)
