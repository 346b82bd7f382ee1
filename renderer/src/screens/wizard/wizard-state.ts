// The first-run wizard as a pure reducer: which step, what was typed, what was proven. Going back changes the step and
// nothing else, so no input is ever lost (ux 2.2); a proof is forgotten as soon as what it proved is changed.

import { petrosoftBaseUrl } from '../../../../contract/cloud.ts'
import { defaultConnectionReport, defaultSending } from '../../../../contract/configuration.ts'
import type { SetupDraft, Settings } from '../../../../contract/ipc.ts'
import { listOf, weekdays } from '../settings/settings-form.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'

export const wizardSteps = ['sign-in', 'location', 'folder', 'test', 'ready'] as const
export type WizardStep = (typeof wizardSteps)[number]

export interface WizardDraft {
  readonly email: string
  readonly password: string
  readonly baseUrl: string
  readonly locationId: string
  readonly storeName: string
  readonly timeZone: string
  readonly businessDayEnds: string
  readonly hoursKnown: boolean
  /** A text for each weekday: "06:00-12:00, 14:00-24:00", "" = closed. */
  readonly hours: SetupDraft['hours']
  readonly folder: string
  readonly startFrom: 'now' | 'date' | 'all'
  readonly startDate: BusinessDate
}

export interface WizardState {
  readonly step: 'welcome' | WizardStep
  /** The farthest step reached: earlier ones can be gone back to. */
  readonly reached: number
  readonly draft: WizardDraft
  /** What was proven with the values of now; each null until then. */
  readonly proven: { readonly signIn: boolean; readonly location: boolean }
}

export type WizardEvent =
  | { readonly kind: 'begin' }
  | { readonly kind: 'type'; readonly change: Partial<WizardDraft> }
  | { readonly kind: 'next' }
  | { readonly kind: 'back' }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'go'; readonly step: WizardStep }
  /** `draft` is what was tested; it counts only if it still is what is typed. */
  | { readonly kind: 'sign-in-proven'; readonly email: string; readonly password: string; readonly baseUrl: string }
  | { readonly kind: 'location-proven'; readonly locationId: string; readonly timeZone: string }

const usual = '06:00-23:00'
const usualWeek: SetupDraft['hours'] = {
  mon: usual,
  tue: usual,
  wed: usual,
  thu: usual,
  fri: usual,
  sat: usual,
  sun: usual,
}

/** `zone` of this computer, `yesterday` in it. */
export const startOfWizard = (zone: string, yesterday: BusinessDate): WizardState => ({
  step: 'welcome',
  reached: -1,
  draft: {
    email: '',
    password: '',
    baseUrl: petrosoftBaseUrl,
    locationId: '',
    storeName: '',
    timeZone: zone,
    businessDayEnds: '00:00',
    hoursKnown: false,
    hours: usualWeek,
    folder: '',
    startFrom: 'date',
    startDate: yesterday,
  },
  proven: { signIn: false, location: false },
})

/** A set-up that was left in the middle, at the step it was left at; only the password must be typed again. */
export const resumedWizard = (start: WizardState, { step, reached, ...typed }: SetupDraft): WizardState => ({
  ...start,
  step,
  reached: Math.max(reached, wizardSteps.indexOf(step)),
  draft: { ...start.draft, ...typed },
})

/** What is kept of a set-up; null while there is nothing worth keeping. */
export const draftToKeep = ({ step, reached, draft }: WizardState): SetupDraft | null => {
  if (step === 'welcome') return null
  const { password: _never, ...typed } = draft
  return { step, reached: Math.max(0, reached), ...typed }
}

const at = (state: WizardState, index: number): WizardState => {
  const step = wizardSteps[index]
  return step === undefined ? state : { ...state, step, reached: Math.max(state.reached, index) }
}

const indexOf = (step: WizardState['step']): number => (step === 'welcome' ? -1 : wizardSteps.indexOf(step))

const afterTyping = (state: WizardState, change: Partial<WizardDraft>): WizardState => {
  const draft = { ...state.draft, ...change }
  const same = (...names: readonly (keyof WizardDraft)[]): boolean =>
    names.every((name) => draft[name] === state.draft[name])
  const signIn = state.proven.signIn && same('email', 'password', 'baseUrl')
  return {
    ...state,
    draft,
    proven: {
      signIn,
      // The location was proven with that sign-in.
      location: state.proven.location && signIn && same('locationId', 'timeZone'),
    },
  }
}

export const reduceWizard = (state: WizardState, event: WizardEvent): WizardState => {
  const { draft, proven } = state
  switch (event.kind) {
    case 'begin':
      return state.step === 'welcome' ? at(state, 0) : state
    case 'type':
      return afterTyping(state, event.change)
    case 'next':
      return at(state, indexOf(state.step) + 1)
    case 'back': {
      const index = indexOf(state.step)
      return index <= 0 ? { ...state, step: 'welcome' } : at(state, index - 1)
    }
    case 'welcome':
      return { ...state, step: 'welcome' }
    case 'go': {
      const index = wizardSteps.indexOf(event.step)
      return index <= state.reached ? { ...state, step: event.step } : state
    }
    case 'sign-in-proven': {
      const still = draft.email === event.email && draft.password === event.password && draft.baseUrl === event.baseUrl
      return still ? { ...state, proven: { ...proven, signIn: true } } : state
    }
    case 'location-proven': {
      const still = draft.locationId === event.locationId && draft.timeZone === event.timeZone
      return still ? { ...state, proven: { ...proven, location: true } } : state
    }
  }
}

/** The settings the wizard's answers make; everything it did not ask has the product's own default (design, part 5). */
export const settingsOfDraft = (draft: WizardDraft): Settings => ({
  store: {
    locationId: draft.locationId.trim(),
    storeLocationIds: [],
    name: draft.storeName.trim(),
    timeZone: draft.timeZone,
    businessDayEnds: draft.businessDayEnds,
    openingHours: draft.hoursKnown ? Object.fromEntries(weekdays.map((day) => [day, listOf(draft.hours[day])])) : null,
  },
  petrosoft: { baseUrl: draft.baseUrl.trim(), email: draft.email.trim() },
  folders: [
    {
      path: draft.folder.trim(),
      include: ['*.xml'],
      recursive: false,
      startFrom: draft.startFrom === 'date' ? draft.startDate : draft.startFrom,
      afterVerdict: 'keep',
    },
  ],
  sending: defaultSending,
  connectionReport: defaultConnectionReport,
})
