// What each call of the window does in the main process: most go on to the engine of the store that is shown; the
// password, the dialogs, practice and the preferences are main's own. No call throws; what goes wrong is a sentence.

import { isDeepStrictEqual } from 'node:util'
import type { AutostartState } from '../../contract/autostart.ts'
import type { CallName } from '../../contract/channel-names.ts'
import type { Deed } from '../../contract/deeds.ts'
import { passedOnCalls, type PassedOnCall } from '../../contract/engine-port.ts'
import type {
  AppSnapshot,
  CallResult,
  CsvExport,
  InputOf,
  LogEntry,
  PdfDocument,
  Preferences,
  SavedExport,
  SavedPdf,
  SaveResult,
  Settings,
  SignInTest,
  SupportFile,
} from '../../contract/ipc.ts'
import type { PinPurpose } from '../../contract/manager-pin.ts'
import { supportFile, supportText, type SupportQuestion } from '../engine/tell/support-file.ts'
import type { AskPage } from './csv-export.ts'
import type { EngineHost } from './engine-host.ts'
import type { CallAnswers } from './ipc-binding.ts'
import type { ManagerPin } from './manager-pin.ts'
import type { Provisioned } from './provisioning.ts'
import type { SetupDraftFile } from './setup-draft.ts'
import { say } from './words.ts'

export type SupportGround = Omit<SupportQuestion, 'facts' | 'settings' | 'trouble'>

/** What main has at hand for the window; made by app.ts. */
export interface WindowDoings {
  readonly snapshot: () => Promise<AppSnapshot>
  /** The store that is shown: the real one, or practice. */
  readonly shown: () => EngineHost
  readonly real: EngineHost
  readonly isPractice: () => boolean
  readonly password: {
    readonly isNeeded: () => boolean
    /** Hands a proved password to the real store and keeps it where that is safe. */
    readonly keep: (password: string) => Promise<void>
    readonly useOnce: (password: string) => void
    /** Deletes it wherever it is kept. */
    readonly forget: () => Promise<void>
  }
  readonly chooseFolder: () => Promise<string | null>
  /** Lets the person choose a provisioning file; null when the dialog was closed. */
  readonly chooseProvisioning: () => Promise<Provisioned | null>
  readonly startPractice: () => Promise<void>
  readonly leavePractice: () => Promise<void>
  readonly preferences: () => Preferences
  readonly savePreferences: (preferences: Preferences) => Promise<void>
  readonly autostart: () => AutostartState
  readonly setAutostart: (on: boolean) => AutostartState
  /** Shows a notification for looking at; false where this computer shows none. */
  readonly testNotification: () => boolean
  /** The manager's PIN, which is asked here for whatever the window wants to do. */
  readonly pin: Pick<ManagerPin, 'isSet' | 'allows' | 'state' | 'lock' | 'unlock' | 'set' | 'remove'>
  readonly copyText: (text: string) => Promise<void>
  /** Asks where to and makes a PDF; null when the dialog was closed. */
  readonly savePdf: (document: PdfDocument) => Promise<CallResult<SavedPdf | null>>
  /** Asks where to and writes what `ask` brings piece by piece; null when the dialog was closed. */
  readonly saveCsv: (what: CsvExport, ask: AskPage) => Promise<CallResult<SavedExport | null>>
  readonly documentReady: (ok: boolean) => void
  /** The page holds so many changes that are not saved. */
  readonly unsavedTold: (changes: number) => void
  /** A set-up that was begun and not finished. */
  readonly setupDraft: Pick<SetupDraftFile, 'read' | 'keep' | 'forget'>
  readonly recentLog: () => Promise<readonly LogEntry[]>
  readonly showLogFolder: () => void
  /** What main knows of the support file: version, system, log, and the secrets that must not be in it. */
  readonly supportGround: () => Promise<SupportGround>
  /** Asks where to and writes a text; null when the dialog was closed. */
  readonly saveText: (name: string, text: string) => Promise<CallResult<SavedPdf | null>>
  /** Something main itself shows has changed. */
  readonly changed: () => void
}

const value = <Output>(output: Output): CallResult<Output> => ({ ok: true, value: output })
const done: CallResult<void> = value(undefined)
const refused = <Output>(sentence: string): CallResult<Output> => ({ ok: false, kind: 'failed', sentence })
const inPractice = <Output>(): CallResult<Output> => refused(say('told.inPractice'))

const onlyLooksDiffer = (before: Preferences, after: Preferences): boolean => {
  const { theme, textSize, zoom, language } = after
  return isDeepStrictEqual({ ...before, theme, textSize, zoom, language }, after)
}

/**
 * What the manager's PIN opens before it is done, by call; null = nothing. Settings, and sending once more what Petrosoft
 * may have counted already (ux 2.16). A call that is not named here needs no PIN.
 */
const guards: { readonly [Name in CallName]?: (input: InputOf<Name>, before: Preferences) => PinPurpose | null } = {
  saveSettings: () => 'settings',
  // What somebody needs to read the screen is everybody's: the keys for the zoom must always work.
  savePreferences: (after, before) => (onlyLooksDiffer(before, after) ? null : 'settings'),
  setAutostart: () => 'settings',
  forgetSignIn: () => 'settings',
  finishSetup: () => 'settings',
  importSetupFile: () => 'settings',
  setPin: () => 'settings',
  removePin: () => 'settings',
  giveOrder: ({ action, again }) => (action === 'resend' && again ? 'again' : null),
}
/** Practice has files and settings of its own. */
const freeInPractice: readonly CallName[] = ['saveSettings', 'giveOrder']

interface Typed {
  readonly email: string
  readonly password: string
}

export const createWindowCalls = (doings: WindowDoings): CallAnswers => {
  /** What was typed in the set-up and proved; waits in memory until the set-up is finished. */
  let typed: Typed | null = null

  /** The support file that was shown last: what is saved is what was seen. */
  let shownFile: SupportFile | null = null

  const passOn = (name: PassedOnCall) => (input: never) => doings.shown().ask(name, input)
  const passed = Object.fromEntries(passedOnCalls.map((name) => [name, passOn(name)])) as Pick<
    CallAnswers,
    PassedOnCall
  >

  /** Into the real store's own list of what people did; where there is no store yet, the log has it. */
  const note = (deed: Deed): Promise<unknown> => doings.real.ask('noteDeed', { deed, reason: null })

  const keepTyped = async (settings: Settings): Promise<void> => {
    if (typed === null || typed.email !== settings.petrosoft.email) return
    await doings.password.keep(typed.password)
    typed = null
    doings.changed()
  }

  /** The store is there; a draft that cannot be deleted is no reason to say otherwise. */
  const forgetDraft = (): Promise<void> => doings.setupDraft.forget().catch(() => undefined)

  const signInAgain = async (credentials: Typed): Promise<CallResult<SignInTest>> => {
    const host = doings.shown()
    const asked = await host.ask('getSettings', undefined)
    if (!asked.ok) return asked
    const settings = asked.value
    if (settings === null) return { ok: false, kind: 'not-ready', sentence: say('told.notSetUp') }
    const { baseUrl } = settings.petrosoft
    const tried = await host.ask('trySignIn', { ...credentials, baseUrl })
    if (!tried.ok) return tried
    const { test, proved } = tried.value
    if (doings.isPractice()) {
      if (proved && credentials.email === settings.petrosoft.email) host.setPassword(credentials.password)
      return value(test)
    }
    if (proved) {
      await doings.password.keep(credentials.password)
      if (credentials.email !== settings.petrosoft.email) {
        const saved = await host.ask('saveSettings', { ...settings, petrosoft: { baseUrl, email: credentials.email } })
        if (!saved.ok) return saved
      }
      doings.changed()
      // The password is right; a wrong clock has its own place on the screens.
      return value({ kind: 'ok' })
    }
    const cannotBeTried = test.kind === 'no-internet' || test.kind === 'server-down'
    if (cannotBeTried && doings.password.isNeeded() && credentials.email === settings.petrosoft.email) {
      // Nobody should have to type it again when the internet is back.
      doings.password.useOnce(credentials.password)
      doings.changed()
    }
    return value(test)
  }

  const own: Omit<CallAnswers, PassedOnCall> = {
    getSnapshot: async () => value(await doings.snapshot()),
    signInAgain,
    forgetSignIn: async () => {
      if (doings.isPractice()) return inPractice()
      try {
        await doings.password.forget()
      } catch {
        return refused(say('told.signInNotForgotten'))
      }
      await note('sign-in-forgotten')
      doings.changed()
      return done
    },
    testSignIn: async ({ email, password, baseUrl }) => {
      if (doings.isPractice()) return inPractice()
      const tried = await doings.real.ask('trySignIn', { email, password, baseUrl })
      if (!tried.ok) return tried
      typed = tried.value.proved ? { email, password } : null
      return value(tried.value.test)
    },
    chooseFolder: async () => value(await doings.chooseFolder()),
    getSetupDraft: async () => value(await doings.setupDraft.read()),
    saveSetupDraft: async (draft) => {
      if (doings.isPractice()) return inPractice()
      await doings.setupDraft.keep(draft)
      return done
    },
    finishSetup: async (settings) => {
      if (doings.isPractice()) return inPractice()
      const saved = await doings.real.ask('saveSettings', settings)
      if (saved.ok && saved.value.ok) {
        await keepTyped(settings)
        await forgetDraft()
      }
      return saved
    },
    importSetupFile: async (): Promise<CallResult<SaveResult | null>> => {
      if (doings.isPractice()) return inPractice()
      const provisioned = await doings.chooseProvisioning()
      if (provisioned === null) return value(null)
      if (!provisioned.ok) return value({ ok: false, errors: provisioned.errors })
      const applied = await doings.real.ask('applyConfiguration', provisioned.configuration)
      if (applied.ok && applied.value.ok) await forgetDraft()
      if (applied.ok && applied.value.ok && provisioned.password !== null) {
        await doings.password.keep(provisioned.password)
        doings.changed()
      }
      return applied
    },
    startPractice: async () => {
      await doings.startPractice()
      return done
    },
    leavePractice: async () => {
      await doings.leavePractice()
      return done
    },
    getPreferences: () => Promise.resolve(value(doings.preferences())),
    savePreferences: async (preferences) => {
      await doings.savePreferences(preferences)
      return done
    },
    testNotification: () => Promise.resolve(value(doings.testNotification())),
    getPin: () => Promise.resolve(value(doings.pin.state())),
    unlockPin: async ({ pin, purpose }) => {
      const answer = await doings.pin.unlock(pin, purpose)
      if (answer.kind === 'wrong') await note('pin-wrong')
      return value(answer)
    },
    lockPin: () => {
      doings.pin.lock()
      return Promise.resolve(done)
    },
    setPin: async ({ pin }) => {
      const before = doings.pin.isSet
      try {
        await doings.pin.set(pin)
      } catch {
        return refused(say('told.pinNotKept'))
      }
      await note(before ? 'pin-changed' : 'pin-set')
      return done
    },
    removePin: async () => {
      try {
        await doings.pin.remove()
      } catch {
        return refused(say('told.pinNotKept'))
      }
      await note('pin-removed')
      return done
    },
    getAutostart: () => Promise.resolve(value(doings.autostart())),
    setAutostart: ({ on }) => {
      if (doings.isPractice()) return Promise.resolve(inPractice())
      return Promise.resolve(value(doings.setAutostart(on)))
    },
    copyText: async (text) => {
      await doings.copyText(text)
      return done
    },
    getRecentLog: async () => value(await doings.recentLog()),
    showLogFolder: () => {
      doings.showLogFolder()
      return Promise.resolve(done)
    },
    makeSupportFile: async () => {
      const host = doings.shown()
      const [ground, facts, settings] = await Promise.all([
        doings.supportGround(),
        host.ask('getSupport', undefined),
        host.ask('getSettings', undefined),
      ])
      shownFile = supportFile({
        ...ground,
        facts: facts.ok ? facts.value : null,
        settings: settings.ok ? settings.value : null,
        trouble: facts.ok ? null : facts.sentence,
      })
      return value(shownFile)
    },
    saveSupportFile: async () =>
      shownFile === null ? refused(say('told.lookFirst')) : doings.saveText(shownFile.name, supportText(shownFile)),
    exportCsv: ({ what, words }) => {
      // The same store to the end, whatever is shown meanwhile.
      const host = doings.shown()
      return doings.saveCsv(what, (after) => host.ask('exportPage', { what, words, after }))
    },
    savePdf: ({ document }) => doings.savePdf(document),
    documentReady: ({ ok }) => {
      doings.documentReady(ok)
      return Promise.resolve(done)
    },
    tellUnsaved: ({ changes }) => {
      doings.unsavedTold(changes)
      return Promise.resolve(done)
    },
  }
  const answers: CallAnswers = { ...passed, ...own }

  const isLocked = (name: CallName, input: unknown): boolean => {
    if (doings.isPractice() && freeInPractice.includes(name)) return false
    const guard = guards[name] as ((given: unknown, before: Preferences) => PinPurpose | null) | undefined
    const purpose = guard?.(input, doings.preferences()) ?? null
    return purpose !== null && !doings.pin.allows(purpose)
  }
  const guarded = (name: CallName) => (input: never) =>
    isLocked(name, input)
      ? Promise.resolve({ ok: false, kind: 'locked', sentence: say('told.locked') } as const)
      : answers[name](input)
  return {
    ...answers,
    ...(Object.fromEntries(
      (Object.keys(guards) as CallName[]).map((name) => [name, guarded(name)]),
    ) as Partial<CallAnswers>),
  }
}
