// What there is to look at of the window over the scripted main process: each screen in each of its states, and what
// opens on it (tabs, menus, questions, steps of the set-up). The pictures (take-screenshots.ts) and the laws of
// accessibility (e2e/accessibility.spec.ts) go through the same list, so that a state added here is seen by both.
//
// An act names what it presses by message id: it works in every language.

import type { Page } from '@playwright/test'
import type { Language } from '../../contract/language.ts'
import english from '../locales/en-US.json' with { type: 'json' }
import spanish from '../locales/es-US.json' with { type: 'json' }
import { BIG, ODD, ONE_LINE } from './sample-details.ts'
import { scenarios, type ScenarioName } from './scenarios.ts'

export type MessageId = keyof typeof english

/** A message as it stands in the catalogue; of one that fills values, what stands before the first. */
export const wordsOf = (language: Language, id: MessageId): string => {
  const message: string = (language === 'es-US' ? spanish : english)[id]
  return message.split('{')[0] ?? message
}

/** A name of plain words by how it begins: texts may be made longer. */
const begins = (words: string): RegExp => new RegExp(`^${words}`)

type Say = (id: MessageId) => string
export type Act = (page: Page, say: Say) => Promise<void>

const withState = (state: string, problem: string | null = null): string =>
  scenarios.attention().rows.find((row) => row.state === state && row.problem === problem)?.id ?? ''
const refused = scenarios.attention().rows.find((row) => row.problemCount === 2)?.id ?? '1'
const accepted = scenarios.good().rows.find((row) => row.state === 'accepted')?.id ?? '1'

export const screens = {
  today: '/',
  attention: '/attention',
  files: '/files',
  file: `/files/${refused}`,
  'sales-days': '/sales-days',
  connection: '/connection',
  help: '/help',
  settings: '/settings',
} as const

interface State {
  readonly name: string
  readonly scenario: ScenarioName
  readonly hold?: boolean
  /** Only these screens have the state. */
  readonly of?: readonly (keyof typeof screens)[]
  readonly search?: string
}

const states: readonly State[] = [
  { name: 'normal', scenario: 'good' },
  { name: 'attention', scenario: 'attention', of: ['today', 'attention', 'files', 'file', 'sales-days'] },
  { name: 'loading', scenario: 'good', hold: true },
  { name: 'empty', scenario: 'empty', of: ['today', 'attention', 'files', 'sales-days'] },
  { name: 'filtered-empty', scenario: 'good', of: ['files'], search: '?group=refused' },
  { name: 'error', scenario: 'failing' },
  { name: 'offline', scenario: 'offline', of: ['today', 'files', 'connection'] },
  { name: 'paused', scenario: 'paused', of: ['today', 'files', 'connection', 'settings'] },
  { name: 'sign-in', scenario: 'sign-in', of: ['today', 'connection'] },
  { name: 'pin', scenario: 'pin', of: ['settings'] },
  { name: 'setup', scenario: 'setup', of: ['today'] },
  { name: 'practice', scenario: 'practice', of: ['today', 'settings'] },
]

export interface View {
  readonly name: string
  readonly scenario: ScenarioName
  readonly place: string
  /** Every call stays unanswered: the screen as it is while it loads. */
  readonly hold?: boolean
  readonly act?: Act
  /** The act leaves a sentence on the screen that was spoken when it happened, and stays in that language. */
  readonly spokenOnce?: boolean
  /** 1366 × 768 otherwise. */
  readonly size?: readonly [width: number, height: number]
}

const press =
  (role: 'button' | 'tab' | 'link' | 'checkbox' | 'switch', id: MessageId): Act =>
  async (page, say) =>
    page
      .getByRole(role, { name: say(id) })
      .first()
      .click()

/** Through the set-up to its step so-and-so, counted from the sign-in. */
const toStep =
  (step: number): Act =>
  async (page, say) => {
    const next = page.getByRole('button', { name: say('wizard.next') })
    await page.getByRole('button', { name: say('welcome.setUp') }).click()
    if (step < 1) return
    await page.getByRole('textbox', { name: say('signIn.email') }).fill('acme@example.com')
    await page.getByLabel(begins(say('signIn.password'))).fill('secret')
    await next.click()
    const location = page.getByRole('textbox', { name: say('form.locationId') })
    await location.waitFor()
    if (step < 2) return
    await location.fill('33084')
    await next.click()
    await page.getByRole('button', { name: /BOOutBox/ }).click()
    await page.getByText(say('folder.found.right')).first().waitFor()
    if (step < 3) return
    await next.click()
    await page.getByText(say('tick.clock')).first().waitFor()
    if (step < 4) return
    await next.click()
    await page.getByRole('heading', { name: say('wizard.ready.title') }).waitFor()
  }

const wrongPassword: Act = async (page, say) => {
  await toStep(0)(page, say)
  await page.getByRole('textbox', { name: say('signIn.email') }).fill('wrong-password@example.com')
  await page.getByLabel(begins(say('signIn.password'))).fill('secret')
  await page.getByRole('button', { name: say('wizard.next') }).click()
  await page.getByRole('alert').waitFor()
}

const newFiles: Act = async (page, say) => {
  await page.getByRole('row').nth(3).waitFor()
  await page.evaluate(() => {
    const { scripted } = window as unknown as { scripted: { arrive: () => void } }
    for (let n = 0; n < 12; n += 1) scripted.arrive()
  })
  await page.getByRole('button', { name: begins(say('files.showNew')) }).waitFor()
}

const selectThree: Act = async (page) => {
  const box = (row: number) => page.getByRole('row').nth(row).getByRole('checkbox')
  await box(1).click()
  await box(3).click({ modifiers: ['Shift'] })
}

const bulk =
  (id: MessageId): Act =>
  async (page, say) => {
    await selectThree(page, say)
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: say(id) })
      .click()
  }

const rowMenu: Act = async (page) => page.getByRole('row').nth(2).click({ button: 'right' })

const moreColumns: Act = async (page, say) => {
  await page.getByRole('button', { name: say('files.columns') }).click()
  for (const id of ['files.column.sent', 'files.column.size', 'files.column.reference'] as const)
    // Its words may be a third longer.
    await page.getByRole('checkbox', { name: new RegExp(`^${say(id)}`) }).click()
}

const handled: Act = async (page, say) => {
  await page
    .locator('summary')
    .filter({ hasText: say('handled.title') })
    .click()
}
const moreForFiles: Act = async (page, say) => {
  await page
    .getByRole('button', { name: begins(say('action.copyForSupport')) })
    .nth(1)
    .waitFor()
  await page.locator('button[aria-haspopup="menu"]').nth(1).click()
}

/** What a person opens on a screen, and states of one screen alone. */
const opened: readonly View[] = [
  { name: 'today-trouble', scenario: 'trouble', place: '/' },
  { name: 'today-other-cloud', scenario: 'other-cloud', place: '/' },
  { name: 'today-quiet', scenario: 'quiet', place: '/' },
  { name: 'today-stale', scenario: 'stale', place: '/' },
  { name: 'today-attention-offline', scenario: 'attention-offline', place: '/' },
  { name: 'today-table', scenario: 'good', place: '/', act: press('button', 'action.showAsTable') },
  { name: 'sign-in-dialog', scenario: 'sign-in', place: '/', act: press('button', 'action.signIn') },
  { name: 'attention-mixed', scenario: 'mixed', place: '/attention' },
  { name: 'attention-sign-in', scenario: 'sign-in', place: '/attention' },
  { name: 'attention-quiet', scenario: 'quiet', place: '/attention' },
  { name: 'attention-trouble', scenario: 'trouble', place: '/attention' },
  { name: 'attention-offline', scenario: 'attention-offline', place: '/attention' },
  { name: 'attention-handled', scenario: 'good', place: '/attention', act: handled },
  { name: 'attention-more', scenario: 'attention', place: '/attention', act: moreForFiles },
  { name: 'help-guide', scenario: 'quiet', place: '/help?guide=folder' },
  { name: 'files-cause', scenario: 'attention', place: '/files?days=all&cause=refused-price' },
  { name: 'files-days', scenario: 'attention', place: '/files', act: press('button', 'files.days.kindSales') },
  { name: 'files-groups', scenario: 'attention', place: '/files', act: press('button', 'files.column.status') },
  { name: 'files-export', scenario: 'attention', place: '/files', act: press('button', 'export.menu') },
  { name: 'files-new', scenario: 'attention', place: '/files', act: newFiles },
  { name: 'files-selected', scenario: 'attention', place: '/files', act: selectThree },
  { name: 'files-selected-narrow', scenario: 'attention', place: '/files', act: selectThree, size: [320, 640] },
  { name: 'files-selected-200pct', scenario: 'attention', place: '/files', act: selectThree, size: [683, 560] },
  { name: 'files-menu', scenario: 'attention', place: '/files?group=refused', act: rowMenu },
  { name: 'files-columns', scenario: 'attention', place: '/files?sort=-size', act: moreColumns },
  { name: 'files-ignore-many', scenario: 'attention', place: '/files?group=refused', act: bulk('action.ignore') },
  {
    name: 'files-resend-many',
    scenario: 'attention',
    place: '/files?sort=status',
    act: bulk('action.sendAgain'),
    spokenOnce: true,
  },
  { name: 'files-too-many', scenario: 'too-many', place: '/files?days=all' },
  { name: 'file-big', scenario: 'attention', place: `/files/${BIG}` },
  { name: 'file-one-line', scenario: 'attention', place: `/files/${ONE_LINE}` },
  {
    name: 'file-laid-out',
    scenario: 'attention',
    place: `/files/${ONE_LINE}`,
    act: press('switch', 'viewer.laidOut'),
  },
  { name: 'file-odd', scenario: 'attention', place: `/files/${ODD}` },
  { name: 'file-held', scenario: 'attention', place: `/files/${withState('held', 'not-well-formed')}` },
  { name: 'file-repeats', scenario: 'attention', place: `/files/${withState('held', 'repeats')}` },
  { name: 'file-history', scenario: 'attention', place: screens.file, act: press('tab', 'detail.history') },
  { name: 'file-facts', scenario: 'attention', place: screens.file, act: press('tab', 'detail.facts') },
  { name: 'file-raw', scenario: 'attention', place: screens.file, act: press('tab', 'detail.raw') },
  {
    name: 'file-send-again',
    scenario: 'good',
    place: `/files/${accepted}`,
    act: press('button', 'action.sendAgain'),
  },
  {
    name: 'file-notice',
    scenario: 'attention',
    place: screens.file,
    act: press('button', 'action.sendAgain'),
    spokenOnce: true,
  },
  { name: 'file-ignore', scenario: 'attention', place: screens.file, act: press('button', 'action.ignore') },
  { name: 'file-unread', scenario: 'failing-file', place: screens.file },
  { name: 'sales-days-gap', scenario: 'good', place: '/sales-days/2026-11-18' },
  { name: 'sales-days-none', scenario: 'good', place: '/sales-days/2026-11-08' },
  {
    name: 'sales-days-amounts',
    scenario: 'good',
    place: '/sales-days/2026-11-11',
    act: press('checkbox', 'salesDays.showAmounts'),
  },
  { name: 'connection-table', scenario: 'good', place: '/connection', act: press('button', 'strip.showTable') },
  {
    name: 'help-opened',
    scenario: 'good',
    place: '/help',
    act: async (page, say) => {
      await page.getByRole('button', { name: say('help.refused.title') }).click()
      await page.getByRole('button', { name: say('support.make') }).click()
      await page.getByText(say('support.inside')).waitFor()
    },
  },
  {
    name: 'settings-wrong',
    scenario: 'good',
    place: '/settings',
    spokenOnce: true,
    act: async (page, say) => {
      await page
        .getByRole('textbox', { name: say('form.locationId') })
        .first()
        .fill('')
      await page
        .getByRole('button', { name: begins(say('settings.save')) })
        .first()
        .click()
    },
  },
  {
    name: 'settings-changes',
    scenario: 'good',
    place: '/settings',
    act: async (page, say) => {
      await page
        .getByRole('textbox', { name: say('form.locationId') })
        .first()
        .fill('44000')
      await page.getByRole('button', { name: begins(say('settings.showChanges')) }).click()
    },
  },
  { name: 'settings-new-pin', scenario: 'good', place: '/settings', act: press('button', 'pin.set') },
  { name: 'setup-sign-in', scenario: 'setup', place: '/', act: toStep(0) },
  { name: 'setup-wrong-password', scenario: 'setup', place: '/', act: wrongPassword, spokenOnce: true },
  { name: 'setup-store', scenario: 'setup', place: '/', act: toStep(1) },
  { name: 'setup-folder', scenario: 'setup', place: '/', act: toStep(2) },
  { name: 'setup-test', scenario: 'setup', place: '/', act: toStep(3) },
  { name: 'setup-ready', scenario: 'setup', place: '/', act: toStep(4) },
]

/** Everything, screen by screen. */
export const views: readonly View[] = [
  ...states.flatMap((state) =>
    (state.of ?? (Object.keys(screens) as (keyof typeof screens)[])).map((screen): View => ({
      name: `${screen}-${state.name}`,
      scenario: state.scenario,
      place: `${screens[screen]}${state.search ?? ''}`,
      hold: state.hold === true,
    })),
  ),
  ...opened,
]

/** What the scripted main and its people say in their own words, whatever the window speaks. */
export const scriptedWords =
  /could not be read\. \(DB-12\)|Waiting for the register company|Test files|Its numbers do not go up by one|on this PC are damaged/

export interface Wanted {
  readonly language: Language
  /** `system` follows what the browser is told. */
  readonly theme: 'light' | 'dark' | 'system'
  /** Every text a third longer. */
  readonly longer?: boolean
}

/** The address of a view on a server of these pages (serve-pages.ts). */
export const addressOf = (base: string, view: View, { language, theme, longer }: Wanted): string => {
  const query = new URLSearchParams({ scenario: view.scenario, theme, language })
  if (view.hold === true) query.set('hold', '1')
  if (longer === true) query.set('longer', '1')
  return `${base}?${query.toString()}#${view.place}`
}
