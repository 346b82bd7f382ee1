import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { passedOnCalls, type EngineCall } from '../../contract/engine-port.ts'
import type { CallResult, InputOf, Settings } from '../../contract/ipc.ts'
import { settingsOf } from '../engine/setup/configuration-from-settings.ts'
import { FakeClock } from '../engine/testing/fake-clock.ts'
import { temporaryDirectory, testConfiguration } from '../engine/testing/test-store.ts'
import type { EngineHost } from './engine-host.ts'
import { ManagerPin } from './manager-pin.ts'
import type { Provisioned } from './provisioning.ts'
import { usualPreferences } from './preferences.ts'
import { createWindowCalls, type WindowDoings } from './window-calls.ts'

const settings: Settings = settingsOf(testConfiguration())
const credentials = { email: settings.petrosoft.email, password: 'open sesame' }

const newPin = (): ManagerPin =>
  new ManagerPin({
    path: join(temporaryDirectory(), 'manager-pin.json'),
    clock: new FakeClock(),
    log: () => undefined,
  })

type Answers = Partial<Record<EngineCall, (input: never) => unknown>>

/** An engine of which only the answers are known, and every question is. */
const engineWith = (answers: Answers) => {
  const asked: [EngineCall, unknown][] = []
  const handed: (string | null)[] = []
  const host = {
    ask: (call: EngineCall, input: unknown): Promise<CallResult<unknown>> => {
      asked.push([call, input])
      const answer = answers[call]
      return Promise.resolve(
        answer === undefined
          ? { ok: false, kind: 'not-ready', sentence: 'Not now.' }
          : { ok: true, value: answer(input as never) },
      )
    },
    setPassword: (password: string | null) => handed.push(password),
  } as unknown as EngineHost
  return { host, asked, handed }
}

const windowWith = (
  real: Answers,
  more: {
    practice?: Answers
    needed?: boolean
    stuck?: boolean
    provisioned?: Provisioned | null
    pin?: ManagerPin
  } = {},
) => {
  const kept: string[] = []
  const once: string[] = []
  const copied: string[] = []
  const saved: [string, string][] = []
  let changed = 0
  let forgotten = 0
  const realEngine = engineWith(real)
  const practice = more.practice === undefined ? null : engineWith(more.practice)
  const doings: WindowDoings = {
    snapshot: () => Promise.reject(new Error('not asked here')),
    shown: () => (practice ?? realEngine).host,
    real: realEngine.host,
    isPractice: () => practice !== null,
    password: {
      isNeeded: () => more.needed ?? false,
      keep: (password) => {
        kept.push(password)
        return Promise.resolve()
      },
      useOnce: (password) => once.push(password),
      forget: () => {
        kept.length = 0
        return more.stuck === true ? Promise.reject(new Error('EPERM')) : Promise.resolve()
      },
    },
    chooseFolder: () => Promise.resolve('/pos'),
    chooseProvisioning: () => Promise.resolve(more.provisioned ?? null),
    startPractice: () => Promise.resolve(),
    leavePractice: () => Promise.resolve(),
    preferences: () => usualPreferences,
    savePreferences: () => Promise.resolve(),
    autostart: () => 'off',
    setAutostart: (on) => (on ? 'on' : 'off'),
    testNotification: () => true,
    pin: more.pin ?? newPin(),
    copyText: (text) => {
      copied.push(text)
      return Promise.resolve()
    },
    savePdf: () => Promise.resolve({ ok: true, value: null }),
    saveCsv: () => Promise.resolve({ ok: true, value: null }),
    documentReady: () => undefined,
    unsavedTold: () => undefined,
    setupDraft: {
      read: () => Promise.resolve(null),
      keep: () => Promise.resolve(),
      forget: () => {
        forgotten += 1
        return Promise.resolve()
      },
    },
    recentLog: () => Promise.resolve([{ at: '2026-11-20T20:19:00.000Z', level: 'info', event: 'x', text: '' }]),
    showLogFolder: () => undefined,
    supportGround: () =>
      Promise.resolve({
        at: '2026-11-20T20:20:00.000Z',
        supportId: '7F3-22K',
        version: '0.1.0',
        system: 'linux',
        log: [{ at: '2026-11-20T20:19:00.000Z', level: 'info', event: 'x', text: `said ${credentials.password}` }],
        secrets: [credentials.password],
      }),
    saveText: (name, text) => {
      saved.push([name, text])
      return Promise.resolve({ ok: true, value: { name, path: `/home/${name}` } })
    },
    changed: () => (changed += 1),
  }
  return {
    calls: createWindowCalls(doings),
    realEngine,
    practice,
    kept,
    once,
    copied,
    saved,
    changes: () => changed,
    forgotten: () => forgotten,
  }
}

const proved = { test: { kind: 'ok' }, proved: true }
const wrong = { test: { kind: 'wrong-password', detail: 'x' }, proved: false }
const offline = { test: { kind: 'no-internet', detail: 'x' }, proved: false }

describe('calls that are the engine’s', () => {
  test('go to the engine that is shown, as they are', async () => {
    for (const name of passedOnCalls) {
      const answers = { [name]: (input: never) => input }
      const input = { of: name } as never
      const real = windowWith(answers)
      expect(await real.calls[name](input)).toEqual({ ok: true, value: { of: name } })
      const practising = windowWith({}, { practice: answers })
      expect(await practising.calls[name](input)).toEqual({ ok: true, value: { of: name } })
      expect(practising.realEngine.asked).toEqual([])
    }
  })
})

describe('setting up', () => {
  test('keeps the password that was proved, once the settings are taken, and no other', async () => {
    const { calls, kept } = windowWith({ trySignIn: () => proved, saveSettings: () => ({ ok: true }) })
    await calls.testSignIn({ ...credentials, baseUrl: settings.petrosoft.baseUrl })
    expect(kept).toEqual([])
    expect(await calls.finishSetup(settings)).toEqual({ ok: true, value: { ok: true } })
    expect(kept).toEqual(['open sesame'])
    await calls.finishSetup(settings)
    expect(kept).toEqual(['open sesame'])
  })

  test('keeps nothing when the settings are refused, when nothing was proved, or when it was proved for another account', async () => {
    const refused = windowWith({ trySignIn: () => proved, saveSettings: () => ({ ok: false, errors: [] }) })
    await refused.calls.testSignIn({ ...credentials, baseUrl: 'https://x' })
    await refused.calls.finishSetup(settings)
    const unproved = windowWith({ trySignIn: () => wrong, saveSettings: () => ({ ok: true }) })
    await unproved.calls.testSignIn({ ...credentials, baseUrl: 'https://x' })
    await unproved.calls.finishSetup(settings)
    const other = windowWith({ trySignIn: () => proved, saveSettings: () => ({ ok: true }) })
    await other.calls.testSignIn({ email: 'other@store.example', password: 'x', baseUrl: 'https://x' })
    await other.calls.finishSetup(settings)
    expect([refused.kept, unproved.kept, other.kept]).toEqual([[], [], []])
  })

  test('from a file applies the whole configuration and keeps its password', async () => {
    const configuration = testConfiguration()
    const provisioned: Provisioned = { ok: true, configuration, password: 'from the file' }
    const { calls, realEngine, kept } = windowWith({ applyConfiguration: () => ({ ok: true }) }, { provisioned })
    expect(await calls.importSetupFile(undefined)).toEqual({ ok: true, value: { ok: true } })
    expect(realEngine.asked).toEqual([['applyConfiguration', configuration]])
    expect(kept).toEqual(['from the file'])
  })

  test('from a file that is wrong says what is, and a closed dialog says nothing', async () => {
    const errors = [{ path: 'store', code: 'required', message: 'required' }] as const
    const broken = windowWith({}, { provisioned: { ok: false, errors } })
    expect(await broken.calls.importSetupFile(undefined)).toEqual({ ok: true, value: { ok: false, errors } })
    expect(await windowWith({}).calls.importSetupFile(undefined)).toEqual({ ok: true, value: null })
  })
})

describe('signing in again', () => {
  const real: Answers = { getSettings: () => settings, trySignIn: () => proved, saveSettings: () => ({ ok: true }) }

  test('with the right password keeps it, and tries it at the address of the settings', async () => {
    const { calls, kept, realEngine, changes } = windowWith(real)
    expect(await calls.signInAgain(credentials)).toEqual({ ok: true, value: { kind: 'ok' } })
    expect(realEngine.asked.at(-1)).toEqual(['trySignIn', { ...credentials, baseUrl: settings.petrosoft.baseUrl }])
    expect([kept, changes()]).toEqual([['open sesame'], 1])
  })

  test('as somebody else changes the account in the settings', async () => {
    const { calls, realEngine } = windowWith(real)
    await calls.signInAgain({ ...credentials, email: 'new@store.example' })
    expect(realEngine.asked.at(-1)).toEqual([
      'saveSettings',
      { ...settings, petrosoft: { ...settings.petrosoft, email: 'new@store.example' } },
    ])
  })

  test('with a wrong password changes nothing', async () => {
    const { calls, kept, once } = windowWith({ ...real, trySignIn: () => wrong }, { needed: true })
    expect(await calls.signInAgain(credentials)).toMatchObject({ ok: true, value: { kind: 'wrong-password' } })
    expect([kept, once]).toEqual([[], []])
  })

  test('without internet uses the password for this session where there was none, and leaves a kept one alone', async () => {
    const needed = windowWith({ ...real, trySignIn: () => offline }, { needed: true })
    expect(await needed.calls.signInAgain(credentials)).toMatchObject({ value: { kind: 'no-internet' } })
    const has = windowWith({ ...real, trySignIn: () => offline }, { needed: false })
    await has.calls.signInAgain(credentials)
    expect([needed.once, needed.kept, has.once, has.kept]).toEqual([['open sesame'], [], [], []])
  })

  test('with a wrong clock is a sign-in all the same', async () => {
    const trySignIn = () => ({ test: { kind: 'clock-wrong', detail: 'x' }, proved: true })
    const { calls, kept } = windowWith({ ...real, trySignIn })
    expect(await calls.signInAgain(credentials)).toEqual({ ok: true, value: { kind: 'ok' } })
    expect(kept).toEqual(['open sesame'])
  })

  test('to a store that is not set up is not possible', async () => {
    expect(await windowWith({ getSettings: () => null }).calls.signInAgain(credentials)).toMatchObject({
      ok: false,
      kind: 'not-ready',
    })
  })
})

describe('practice', () => {
  test('leaves the real store, its password and its set-up alone', async () => {
    const provisioned: Provisioned = { ok: true, configuration: testConfiguration(), password: 'x' }
    const { calls, realEngine, practice, kept } = windowWith(
      {
        getSettings: () => settings,
        trySignIn: () => proved,
        saveSettings: () => ({ ok: true }),
        applyConfiguration: () => ({ ok: true }),
      },
      { practice: { getSettings: () => settings, trySignIn: () => proved }, provisioned },
    )
    for (const refused of [
      await calls.testSignIn({ ...credentials, baseUrl: 'https://x' }),
      await calls.finishSetup(settings),
      await calls.importSetupFile(undefined),
    ])
      expect(refused).toMatchObject({ ok: false, kind: 'failed' })
    await calls.signInAgain(credentials)
    expect([realEngine.asked, realEngine.handed, kept]).toEqual([[], [], []])
    expect(practice?.handed).toEqual(['open sesame'])
  })
})

test('what the window brings is copied as it is', async () => {
  const { calls, copied } = windowWith({})
  expect(await calls.copyText('PJR1.xml')).toEqual({ ok: true, value: undefined })
  expect(copied).toEqual(['PJR1.xml'])
})

describe('the support file', () => {
  test('is saved as it was shown, without the password, also when the engine cannot answer', async () => {
    const { calls, saved } = windowWith({})
    expect(await calls.saveSupportFile(undefined)).toMatchObject({ ok: false })
    const made = await calls.makeSupportFile(undefined)
    const parts = made.ok ? made.value.parts : []
    expect(parts.map(({ kind }) => kind)).toEqual(['program', 'log'])
    expect(parts[0]?.text).toContain('Not now.')
    expect(await calls.saveSupportFile(undefined)).toMatchObject({ ok: true })
    const [name, text] = saved[0] ?? []
    expect(name).toBe(made.ok ? made.value.name : '')
    for (const part of parts) expect(text?.replaceAll('\r\n', '\n')).toContain(part.text)
    expect(text).not.toContain(credentials.password)
  })
})

describe('a sign-in that is to be forgotten', () => {
  test('is gone from this PC, and the window is told', async () => {
    const { calls, changes } = windowWith({})
    expect(await calls.forgetSignIn(undefined)).toEqual({ ok: true, value: undefined })
    expect(changes()).toBe(1)
  })

  test('is not said to be gone when it could not be deleted, and practice has none', async () => {
    const { calls, changes } = windowWith({}, { stuck: true })
    expect(await calls.forgetSignIn(undefined)).toMatchObject({ ok: false })
    expect(changes()).toBe(0)
    expect(await windowWith({}, { practice: {} }).calls.forgetSignIn(undefined)).toMatchObject({ ok: false })
  })
})

describe('the manager’s PIN', () => {
  const saved = { ok: true } as const
  const given = { order: '1', files: 1, dueAt: null, left: {} }
  const again: InputOf<'giveOrder'> = { action: 'resend', which: { ids: ['7'] }, reason: 'asked', again: true }
  const locked = { ok: false, kind: 'locked' }
  const closed = async (): Promise<ManagerPin> => {
    const pin = newPin()
    await pin.set('2468')
    pin.lock()
    return pin
  }

  test('stands before everything that changes the settings, in main, whatever the window says', async () => {
    const { calls, realEngine, kept } = windowWith(
      { saveSettings: () => saved, applyConfiguration: () => saved },
      { pin: await closed() },
    )
    expect(await calls.saveSettings(settings)).toMatchObject(locked)
    expect(await calls.finishSetup(settings)).toMatchObject(locked)
    expect(await calls.importSetupFile(undefined)).toMatchObject(locked)
    expect(await calls.savePreferences({ ...usualPreferences, hideAmounts: true })).toMatchObject(locked)
    expect(await calls.setAutostart({ on: false })).toMatchObject(locked)
    expect(await calls.forgetSignIn(undefined)).toMatchObject(locked)
    expect(await calls.setPin({ pin: '0000' })).toMatchObject(locked)
    expect(await calls.removePin(undefined)).toMatchObject(locked)
    expect(realEngine.asked, 'the engine heard of none of it').toEqual([])
    expect(kept).toEqual([])
  })

  test('opens the settings until they are left', async () => {
    const { calls, realEngine } = windowWith(
      { saveSettings: () => saved, noteDeed: () => undefined },
      { pin: await closed() },
    )
    expect(await calls.unlockPin({ pin: '2467', purpose: 'settings' })).toEqual({
      ok: true,
      value: { kind: 'wrong', waitMs: 0 },
    })
    expect(await calls.saveSettings(settings)).toMatchObject(locked)
    expect(await calls.unlockPin({ pin: '2468', purpose: 'settings' })).toEqual({ ok: true, value: { kind: 'open' } })
    expect(await calls.saveSettings(settings)).toEqual({ ok: true, value: saved })
    expect(await calls.saveSettings(settings)).toEqual({ ok: true, value: saved })
    await calls.lockPin(undefined)
    expect(await calls.saveSettings(settings)).toMatchObject(locked)
    expect(realEngine.asked.map(([name]) => name)).toEqual(['noteDeed', 'saveSettings', 'saveSettings'])
  })

  test('stands before sending again what may count twice, once a time, and before nothing else of a file', async () => {
    const { calls, realEngine } = windowWith({ giveOrder: () => given }, { pin: await closed() })
    expect(await calls.giveOrder(again)).toMatchObject(locked)
    expect(await calls.giveOrder({ ...again, again: false })).toMatchObject({ ok: true })
    expect(await calls.giveOrder({ ...again, action: 'set-aside' })).toMatchObject({ ok: true })
    await calls.unlockPin({ pin: '2468', purpose: 'again' })
    expect(await calls.saveSettings(settings), 'it opens no settings').toMatchObject(locked)
    expect(await calls.giveOrder(again)).toMatchObject({ ok: true })
    expect(await calls.giveOrder(again), 'the next one is asked for anew').toMatchObject(locked)
    expect(realEngine.asked.map(([name]) => name)).toEqual(['giveOrder', 'giveOrder', 'giveOrder'])
  })

  test('leaves the language, the colours and the size of the text to everybody', async () => {
    const { calls } = windowWith({}, { pin: await closed() })
    const looks = { ...usualPreferences, language: 'es-US', theme: 'dark', textSize: 150, zoom: 200 } as const
    expect(await calls.savePreferences(looks)).toMatchObject({ ok: true })
    expect(await calls.savePreferences({ ...looks, closeToTray: false })).toMatchObject(locked)
    const quiet = { ...looks, notify: { ...looks.notify, disk: false } }
    expect(await calls.savePreferences(quiet)).toMatchObject(locked)
  })

  test('is no matter of practice, but for what is the same there', async () => {
    const { calls } = windowWith(
      {},
      { pin: await closed(), practice: { saveSettings: () => saved, giveOrder: () => given } },
    )
    expect(await calls.saveSettings(settings)).toMatchObject({ ok: true })
    expect(await calls.giveOrder(again)).toMatchObject({ ok: true })
    expect(await calls.savePreferences({ ...usualPreferences, hideAmounts: true })).toMatchObject(locked)
    expect(await calls.removePin(undefined)).toMatchObject(locked)
  })

  test('set, changed, removed and wrongly typed is written down with the store’s other deeds', async () => {
    const { calls, realEngine } = windowWith({ noteDeed: () => undefined })
    await calls.setPin({ pin: '2468' })
    await calls.setPin({ pin: '1357' })
    await calls.unlockPin({ pin: '2468', purpose: 'settings' })
    await calls.removePin(undefined)
    await calls.forgetSignIn(undefined)
    expect(realEngine.asked.map(([, input]) => (input as { deed: string }).deed)).toEqual([
      'pin-set',
      'pin-changed',
      'pin-wrong',
      'pin-removed',
      'sign-in-forgotten',
    ])
    expect(JSON.stringify(realEngine.asked)).not.toMatch(/2468|1357/)
  })
})
