import { describe, expect, test } from 'vitest'
import { settingsSchema, setupDraftSchema } from '../../../../contract/ipc.ts'
import { parseConfiguration } from '../../../../contract/configuration.ts'
import {
  draftToKeep,
  reduceWizard,
  resumedWizard,
  settingsOfDraft,
  startOfWizard,
  type WizardDraft,
  type WizardEvent,
  type WizardState,
} from './wizard-state.ts'

const start = startOfWizard('America/New_York', '2026-11-20')
const after = (...events: readonly WizardEvent[]): WizardState => events.reduce(reduceWizard, start)
const type = (change: Partial<WizardDraft>): WizardEvent => ({ kind: 'type', change })
const credentials = { email: 'a@b.example', password: 'secret' }
const proven: WizardEvent = { kind: 'sign-in-proven', ...credentials, baseUrl: start.draft.baseUrl }
const next: WizardEvent = { kind: 'next' }
const back: WizardEvent = { kind: 'back' }

describe('the wizard', () => {
  test('begins with the welcome and goes through five steps', () => {
    expect(start.step).toBe('welcome')
    const steps = [after({ kind: 'begin' })]
    for (let n = 0; n < 4; n += 1) steps.push(reduceWizard(steps[n] ?? start, next))
    expect(steps.map((state) => state.step)).toEqual(['sign-in', 'location', 'folder', 'test', 'ready'])
    expect(reduceWizard(steps[4] ?? start, next).step).toBe('ready')
  })

  test('never loses what was typed by going back, even to the welcome and on again', () => {
    const typed = { ...credentials, locationId: '33084', folder: 'C:\\POS', startFrom: 'all' as const }
    const state = after({ kind: 'begin' }, type(typed), next, next, back, back, back, { kind: 'begin' })
    expect(state.step).toBe('sign-in')
    expect(state.draft).toMatchObject(typed)
  })

  test('lets one return to a step that was reached, and to no later one', () => {
    const state = after({ kind: 'begin' }, next, next, back, back)
    expect(reduceWizard(state, { kind: 'go', step: 'folder' }).step).toBe('folder')
    expect(reduceWizard(state, { kind: 'go', step: 'ready' }).step).toBe('sign-in')
  })

  test('asks for a proven sign-in once', () => {
    const state = after({ kind: 'begin' }, type(credentials), proven, next, back)
    expect(state.proven.signIn).toBe(true)
  })

  test('forgets the proof of a sign-in that was changed, and of the location proven with it', () => {
    const both = after({ kind: 'begin' }, type({ ...credentials, locationId: '33084' }), proven, {
      kind: 'location-proven',
      locationId: '33084',
      timeZone: 'America/New_York',
    })
    expect(both.proven).toEqual({ signIn: true, location: true })
    expect(reduceWizard(both, type({ password: 'other' })).proven).toEqual({ signIn: false, location: false })
    expect(reduceWizard(both, type({ locationId: '33085' })).proven).toEqual({ signIn: true, location: false })
    expect(reduceWizard(both, type({ folder: 'C:\\POS' })).proven).toEqual({ signIn: true, location: true })
  })

  test('does not believe a proof that comes too late, for other words than are typed now', () => {
    const state = after({ kind: 'begin' }, type(credentials), type({ password: 'changed meanwhile' }), proven)
    expect(state.proven.signIn).toBe(false)
  })
})

describe('the settings of the wizard', () => {
  const draft: WizardDraft = {
    ...start.draft,
    ...credentials,
    locationId: ' 33084 ',
    storeName: 'Acme',
    folder: ' C:\\POS ',
  }

  test('are what was typed, with the product’s defaults for all the rest, and never the password', () => {
    const settings = settingsOfDraft(draft)
    expect(settingsSchema.safeParse(settings).success).toBe(true)
    expect(JSON.stringify(settings)).not.toContain('secret')
    const { petrosoft, ...rest } = settings
    const parsed = parseConfiguration({
      store: { locationId: '33084', timeZone: 'America/New_York' },
      petrosoft: { email: 'a@b.example', password: { env: 'X' } },
      folders: [{ path: 'C:\\POS' }],
    })
    if (!parsed.ok) throw new Error('the smallest configuration is one')
    expect(rest.sending).toEqual(parsed.configuration.sending)
    expect(rest.connectionReport).toEqual(parsed.configuration.connectionReport)
    expect(petrosoft.baseUrl).toBe(parsed.configuration.petrosoft.baseUrl)
    expect(rest.store).toMatchObject({ locationId: '33084', name: 'Acme', businessDayEnds: '00:00' })
  })

  test('begin with the chosen day, with everything, or with new files only', () => {
    expect(settingsOfDraft(draft).folders[0]?.startFrom).toBe('2026-11-20')
    expect(settingsOfDraft({ ...draft, startFrom: 'all' }).folders[0]?.startFrom).toBe('all')
    expect(settingsOfDraft({ ...draft, startFrom: 'now' }).folders[0]?.startFrom).toBe('now')
  })
})

describe('a set-up that was left in the middle', () => {
  const week = { mon: '', tue: '', wed: '', thu: '', fri: '', sat: '06:00-24:00', sun: '' }
  const left = after(
    { kind: 'begin' },
    type({ ...credentials, locationId: '33084', hoursKnown: true, hours: week, folder: 'C:\\POS' }),
    proven,
    next,
    next,
  )

  test('goes on at its step with everything that was typed but the password, and nothing proven', () => {
    const kept = draftToKeep(left)
    expect(setupDraftSchema.parse(kept)).toEqual(kept)
    expect(JSON.stringify(kept)).not.toContain(credentials.password)
    if (kept === null) throw new Error('nothing kept')
    const resumed = resumedWizard(start, kept)
    expect(resumed).toEqual({
      ...left,
      draft: { ...left.draft, password: '' },
      proven: { signIn: false, location: false },
    })
    expect(reduceWizard(resumed, { kind: 'go', step: 'sign-in' }).step).toBe('sign-in')
  })

  test('is not kept before it was begun', () => {
    expect(draftToKeep(start)).toBeNull()
  })

  test('makes settings with the opening hours that were typed, and with none when they are not known', () => {
    expect(settingsOfDraft(left.draft).store.openingHours).toEqual({
      mon: [],
      tue: [],
      wed: [],
      thu: [],
      fri: [],
      sat: ['06:00-24:00'],
      sun: [],
    })
    expect(settingsOfDraft({ ...left.draft, hoursKnown: false }).store.openingHours).toBeNull()
  })
})
