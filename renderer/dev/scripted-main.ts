// A main process for looking at the window: implements WindowBridge in the page over scenario data, with decisions that
// change it, files that arrive, and calls that fail when asked to. Never part of the product.

import type { EventName } from '../../contract/channel-names.ts'
import type {
  AppSnapshot,
  CallResult,
  EventPayloads,
  FileRow,
  Preferences,
  Settings,
  SignInTest,
  WhichFiles,
  WindowBridge,
} from '../../contract/ipc.ts'
import type { TrialOffer } from '../../contract/trial-file.ts'
import { mostDaysNamed, takeBackMs } from '../../contract/file-orders.ts'
import type { DocumentState } from '../../contract/vocabulary.ts'
import { dayOf, lastDaysOf, monthOf, repeatsOf, type DaysWorld } from './days-world.ts'
import { idsOfCount, pageOfCount, pageOfRows, rowAt, rowOfCount } from './file-world.ts'
import { detailOf, laidOutOf, linesOf, longLineOf, specialDetail } from './sample-details.ts'
import { cardsOf, handledOf } from './attention-world.ts'
import { NOW, scenarios, todayOf, withCards, type Scenario } from './scenarios.ts'
import { testSettings } from './test-settings.ts'

const signInByWord = (email: string): SignInTest => {
  const kinds = ['wrong-password', 'no-internet', 'server-down', 'not-petrosoft', 'clock-wrong', 'certificate'] as const
  const kind = kinds.find((each) => email.startsWith(each))
  return kind === undefined ? { kind: 'ok' } : { kind, detail: `scripted: ${kind}` }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

type Listeners = { readonly [Name in EventName]: Set<(payload: EventPayloads[Name]) => void> }

export interface ScriptedMain {
  readonly bridge: WindowBridge
  readonly clock: () => number
  /** A new file, newest of all. */
  readonly arrive: (change?: Partial<FileRow>) => void
  readonly changeSnapshot: (change: Partial<AppSnapshot>) => void
  /** Calls that were made, newest last. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
}

export const createScriptedMain = (first: Scenario, startPreferences: Preferences): ScriptedMain => {
  const started = performance.now()
  const clock = (): number => NOW + Math.round(performance.now() - started)
  let scenario = first
  let snapshot = first.snapshot
  let rows = [...first.rows]
  let settings: Settings = testSettings
  let preferences = startPreferences
  let version = 1
  let nextId = 6000
  let pin = { set: first.pin === true, open: first.pin !== true }
  let offer: TrialOffer = {
    kind: 'file',
    file: { name: 'PJR20261121144100.xml', size: 18_204, salesDay: '2026-11-21', sales: 12, amount: '214.37' },
  }
  const closedDays = new Map<string, boolean>()
  const daysWorld = (): DaysWorld => ({ closed: closedDays, refused: rows.some(({ state }) => state === 'refused') })
  const calls: { name: string; input: unknown }[] = []
  const listeners: Listeners = {
    snapshotChanged: new Set(),
    filesChanged: new Set(),
    goTo: new Set(),
    zoomAsked: new Set(),
  }

  const emit = <Name extends EventName>(name: Name, payload: EventPayloads[Name]): void => {
    for (const listener of listeners[name] as Set<(payload: EventPayloads[Name]) => void>) listener(payload)
  }
  const changeSnapshot = (change: Partial<AppSnapshot>): void => {
    snapshot = withCards({ ...snapshot, ...change, statusAt: new Date(clock()).toISOString() }, rows)
    emit('snapshotChanged', snapshot)
  }
  const filesChanged = (): void => {
    version += 1
    emit('filesChanged', version)
    if (snapshot.status === null) return
    const counts = { ...snapshot.status.counts }
    for (const state of Object.keys(counts) as DocumentState[])
      counts[state] = rows.filter((row) => row.state === state).length
    changeSnapshot({ status: { ...snapshot.status, counts, lastScanAt: new Date(clock()).toISOString() } })
  }
  const setRow = (id: string, change: Partial<FileRow>): void => {
    rows = rows.map((row) => (row.id === id ? { ...row, ...change } : row))
    filesChanged()
  }
  const arrive = (change: Partial<FileRow> = {}): void => {
    nextId += 1
    rows = [rowAt(clock(), String(nextId), change), ...rows]
    filesChanged()
  }

  const enter = (next: Scenario): void => {
    scenario = next
    rows = [...next.rows]
    snapshot = next.snapshot
    emit('snapshotChanged', snapshot)
    if (next.live) live()
  }

  let liveTimer: ReturnType<typeof setInterval> | undefined
  const live = (): void => {
    clearInterval(liveTimer)
    let beat = 0
    liveTimer = setInterval(() => {
      if (!scenario.live) return clearInterval(liveTimer)
      beat += 1
      if (beat % 10 === 1) {
        arrive({ state: 'waiting', acceptedAt: null, answeredAt: null })
        const id = String(nextId)
        setTimeout(() => setRow(id, { state: 'sending' }), 1500)
        setTimeout(() => setRow(id, { state: 'accepted', answeredAt: new Date(clock()).toISOString() }), 3500)
      }
    }, 1000)
  }
  if (first.live) live()

  const answer = <Value>(name: string, input: unknown, value: () => Value, ms = 5): Promise<CallResult<Value>> => {
    calls.push({ name, input })
    return pause(ms).then((): CallResult<Value> =>
      scenario.failing.includes(name)
        ? { ok: false, kind: 'failed', sentence: 'The files of Storebridge could not be read. (DB-12)' }
        : { ok: true, value: value() },
    )
  }

  const decided: Readonly<Record<string, DocumentState>> = {
    resend: 'waiting',
    'set-aside': 'set-aside',
    ignore: 'ignored',
    'put-back': 'refused',
  }

  const changeBy = (action: string): Partial<FileRow> => {
    const state = decided[action] ?? 'waiting'
    return { state, ...(state === 'waiting' ? { acceptedAt: null, answeredAt: null } : {}) }
  }
  const rowsMeant = (which: WhichFiles): readonly FileRow[] =>
    'ids' in which
      ? rows.filter(({ id }) => which.ids.includes(id))
      : pageOfRows(rows, which.filter, null, rows.length).rows
  let nextOrder = 0
  const orders = new Map<string, readonly FileRow[]>()

  const bridge: WindowBridge = {
    getSnapshot: () => answer('getSnapshot', null, () => snapshot),
    checkNow: () =>
      answer(
        'checkNow',
        null,
        () => {
          if (snapshot.status !== null)
            changeSnapshot({ status: { ...snapshot.status, lastScanAt: new Date(clock()).toISOString() } })
        },
        600,
      ),
    tryNow: () => answer('tryNow', null, () => undefined, 400),
    pause: ({ until }) =>
      answer('pause', { until }, () => {
        if (snapshot.status !== null)
          changeSnapshot({
            status: { ...snapshot.status, paused: { until, since: new Date(clock()).toISOString(), who: 'manager' } },
          })
      }),
    resume: () =>
      answer('resume', null, () => {
        if (snapshot.status !== null) {
          const problems = snapshot.status.problems.filter((problem) => problem.code !== 'paused')
          changeSnapshot({ status: { ...snapshot.status, paused: null, problems } })
        }
      }),
    getToday: () =>
      answer('getToday', null, () => (scenario.live ? { ...todayOf(rows), latest: rows.slice(0, 8) } : scenario.today)),
    getSalesMonth: ({ month }) => answer('getSalesMonth', { month }, () => monthOf(month, daysWorld())),
    getSalesDay: ({ date }) => answer('getSalesDay', { date }, () => dayOf(date, daysWorld(), rows)),
    getAttention: () => answer('getAttention', null, () => cardsOf(rows, snapshot.status?.problems ?? [])),
    getHandled: () => answer('getHandled', null, () => handledOf(rows, NOW)),
    getLastDays: () => answer('getLastDays', null, () => lastDaysOf(daysWorld())),
    markDayClosed: (input) =>
      answer('markDayClosed', input, () => {
        closedDays.set(input.date, input.closed)
      }),
    getRepeats: (input) => answer('getRepeats', input, () => repeatsOf(rows, Number(input.id) % 2 === 0 ? 3 : 0)),
    savePdf: (input) =>
      answer('savePdf', input, () => ({ name: `${input.document.kind}.pdf`, path: '/tmp/x.pdf' }), 600),
    exportCsv: (input) =>
      answer('exportCsv', input, () => ({ name: `${input.what.kind}.csv`, path: '/tmp/x.csv', rows: 12 }), 600),
    showInFull: (input) => answer('showInFull', input, () => input.full),
    documentReady: (input) => answer('documentReady', input, () => undefined),
    tellUnsaved: (input) => answer('tellUnsaved', input, () => undefined),
    listFiles: ({ filter, after, limit }) =>
      answer('listFiles', { filter, after, limit }, () =>
        scenario.count === null
          ? pageOfRows(rows, filter, after, limit)
          : pageOfCount(scenario.count, NOW, after, limit),
      ),
    listFileIds: ({ filter }) =>
      answer('listFileIds', { filter }, () => ({
        ids:
          scenario.count === null
            ? pageOfRows(rows, filter, null, rows.length).rows.map(({ id }) => id)
            : idsOfCount(scenario.count),
        next: null,
      })),
    getFileRows: ({ ids }) =>
      answer('getFileRows', { ids }, () =>
        scenario.count === null
          ? ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
          : ids.map((id) => rowOfCount(NOW, id)),
      ),
    getFile: ({ id }) =>
      answer('getFile', { id }, () => {
        const row = rows.find((each) => each.id === id)
        const anyRow = row ?? rows[0] ?? rowAt(NOW, id)
        return specialDetail(id, anyRow) ?? (row === undefined ? null : detailOf(row, rows))
      }),
    getLines: ({ id, from, count }) => answer('getLines', { id, from, count }, () => linesOf(id, from, count)),
    getLongLine: ({ id, line, position }) => answer('getLongLine', { id, line }, () => longLineOf(id, line, position)),
    getLaidOut: ({ id }) => answer('getLaidOut', { id }, () => laidOutOf(id)),
    giveOrder: (input) =>
      answer('giveOrder', input, () => {
        const meant = rowsMeant(input.which)
        const able = meant.filter(({ state }) => input.action !== 'resend' || !state.startsWith('accepted'))
        nextOrder += 1
        const order = String(nextOrder)
        orders.set(order, able)
        const carryOut = (): void => {
          if (!orders.delete(order)) return
          for (const { id } of able) setRow(id, changeBy(input.action))
        }
        const waits = input.action === 'resend' && able.length > 0
        if (waits) setTimeout(carryOut, takeBackMs)
        else carryOut()
        return {
          order,
          files: able.length,
          dueAt: waits ? new Date(clock() + takeBackMs).toISOString() : null,
          left: able.length < meant.length ? { accepted: meant.length - able.length } : {},
        }
      }),
    takeBackOrder: (input) =>
      answer('takeBackOrder', input, () => {
        const files = orders.get(input.order)?.length ?? 0
        return { taken: orders.delete(input.order), files }
      }),
    holdOrder: (input) => answer('holdOrder', input, () => ({ dueAt: new Date(clock() + input.leftMs).toISOString() })),
    getOrder: (input) =>
      answer('getOrder', input, () => ({
        order: input.order,
        action: 'resend',
        state: orders.has(input.order) ? 'waiting' : 'done',
        dueAt: null,
        applied: 1,
        notApplied: 0,
      })),
    tellChosen: (input) =>
      answer('tellChosen', input, () => {
        const meant = rowsMeant(input.which)
        const open = meant.filter(({ state }) => ['refused', 'held', 'unclear'].includes(state))
        const days = [...new Set((open.length > 0 ? open : meant).flatMap((row) => row.businessDates))].toSorted()
        return { files: meant.length, open: open.length, days: days.slice(0, mostDaysNamed), dayCount: days.length }
      }),
    getConnection: () => answer('getConnection', null, () => scenario.connection),
    getSettings: () => answer('getSettings', null, () => settings),
    saveSettings: (next) =>
      answer('saveSettings', next, () => {
        if (next.store.name === 'wrong')
          return {
            ok: false,
            errors: [
              { path: 'folders[0].path', code: 'same-folder', values: { first: 1 }, message: '' },
              { path: 'store.locationId', code: 'files-wait', values: { n: 3, store: '33084' }, message: '' },
            ],
          } as const
        settings = next
        return { ok: true } as const
      }),
    signInAgain: ({ email }) =>
      answer(
        'signInAgain',
        { email },
        () => {
          const result = signInByWord(email)
          if (result.kind === 'ok' && snapshot.status !== null) {
            const problems = snapshot.status.problems.filter((problem) => !problem.code.startsWith('sign-in'))
            changeSnapshot({
              password: 'kept',
              status: { ...snapshot.status, problems, state: 'good', signIn: 'signed-in' },
            })
          }
          return result
        },
        700,
      ),
    forgetSignIn: () => answer('forgetSignIn', null, () => changeSnapshot({ password: 'needed' })),
    testSignIn: ({ email }) => answer('testSignIn', { email }, () => signInByWord(email), 700),
    testLocation: (input) =>
      answer('testLocation', input, () =>
        input.locationId.startsWith('9')
          ? { ok: false, sentence: '', told: { code: 'location-unknown', values: { id: input.locationId } } }
          : { ok: true, sentence: '', told: { code: 'location-known', values: { id: input.locationId } } },
      ),
    chooseFolder: () => answer('chooseFolder', null, () => 'D:\\Register\\Export'),
    detectFolders: () =>
      answer('detectFolders', null, () => [
        { path: 'C:\\Passport\\XMLGateway\\BOOutBox', files: 412, newestAt: new Date(NOW - 360_000).toISOString() },
        { path: 'C:\\POS\\Export', files: 38, newestAt: '2026-06-03T15:00:00.000Z' },
      ]),
    inspectFolder: ({ path }) =>
      answer('inspectFolder', { path }, () =>
        path.includes('missing')
          ? { kind: 'missing', detail: `${path}: no such directory` }
          : {
              kind: 'ok',
              files: 412,
              newestAt: new Date(NOW - 360_000).toISOString(),
              oldestAt: '2026-11-12T15:00:00.000Z',
              notJournals: 3,
              storeLocationIds: ['33084'],
              lastSale: {
                file: 'PJR20261121144100.xml',
                date: '2026-11-21',
                time: '14:41:03',
                amount: '7.15',
                storeLocationId: '33084',
              },
              networkDrive: path.startsWith('\\\\'),
            },
      ),
    runSetupTest: (input) =>
      answer(
        'runSetupTest',
        input,
        () => [
          { what: 'sign-in', ok: true, sentence: '', told: { code: 'signed-in' } },
          { what: 'location', ok: true, sentence: '', told: { code: 'location-known', values: { id: '33084' } } },
          {
            what: 'folder',
            ok: true,
            sentence: '',
            told: { code: 'folder-readable', values: { path: 'C:\\Passport\\XMLGateway\\BOOutBox', n: 412 } },
          },
          { what: 'disk', ok: true, sentence: '', told: { code: 'disk-free', values: { size: '412.0' } } },
          { what: 'clock', ok: true, sentence: '', told: { code: 'clock-right' } },
        ],
        900,
      ),
    offerTrialFile: () => answer('offerTrialFile', null, () => offer),
    sendTrialFile: ({ name: sent }) =>
      answer(
        'sendTrialFile',
        sent,
        () => {
          const outcome = { name: sent, id: '5001', state: 'accepted', problem: null, referenceId: 'PS-88412' } as const
          offer = { kind: 'sent', outcome }
          return outcome
        },
        900,
      ),
    getSetupDraft: () => answer('getSetupDraft', null, () => null),
    saveSetupDraft: (input) => answer('saveSetupDraft', input, () => undefined),
    finishSetup: (input) =>
      answer('finishSetup', input, () => {
        setTimeout(() => enter(scenarios.good()), 50)
        return { ok: true } as const
      }),
    importSetupFile: () => answer('importSetupFile', null, () => null),
    startPractice: () => answer('startPractice', null, () => enter(scenarios.practice())),
    leavePractice: () => answer('leavePractice', null, () => enter(scenarios.setup())),
    getSupport: () =>
      answer('getSupport', null, () => ({
        counts: snapshot.status?.counts ?? ({} as never),
        oldestWaitingAt: snapshot.status?.oldestWaitingAt ?? null,
        documents: rows.length,
        databaseBytes: 84_000_000,
        formatVersion: 4,
        freeBytes: 412_000_000_000,
        folders: (snapshot.status?.folders ?? []).map((folder) => ({ ...folder, scanMs: 14 })),
        problems: snapshot.status?.problems ?? [],
        activity: rows.slice(0, 3).map((row, index) => ({
          id: String(index),
          at: new Date(NOW - index * 3_600_000).toISOString(),
          action: ['resend', 'set-aside', 'ignore'][index] ?? 'resend',
          who: 'manager',
          fileId: row.id,
          fileName: row.name,
          files: null,
          applied: true,
        })),
      })),
    getRecentLog: () => answer('getRecentLog', null, sampleLog),
    showLogFolder: () => answer('showLogFolder', null, () => undefined),
    makeSupportFile: () =>
      answer('makeSupportFile', null, () => ({
        name: 'Storebridge support 7F3-22K 2026-11-21.txt',
        parts: [
          { kind: 'program', text: 'Support ID: 7F3-22K\nStorebridge: 0.1.0' },
          { kind: 'queue', text: 'waiting: 0\naccepted: 412' },
          {
            kind: 'log',
            text: sampleLog()
              .map(({ at, event }) => `${at} ${event}`)
              .join('\n'),
          },
        ],
      })),
    saveSupportFile: () =>
      answer('saveSupportFile', null, () => ({
        name: 'Storebridge support 7F3-22K 2026-11-21.txt',
        path: '/tmp/x.txt',
      })),
    getPreferences: () => answer('getPreferences', null, () => preferences, 0),
    savePreferences: (next) =>
      answer('savePreferences', next, () => {
        preferences = next
      }),
    getClosedDays: () =>
      answer('getClosedDays', null, () => ['2026-11-26', ...[...closedDays].flatMap(([day, on]) => (on ? [day] : []))]),
    testNotification: () => answer('testNotification', null, () => true),
    getPin: () => answer('getPin', null, () => ({ ...pin, waitMs: 0 }), 0),
    unlockPin: (input) =>
      answer('unlockPin', null, () => {
        if (input.pin !== '2468') return { kind: 'wrong', waitMs: input.pin === '0000' ? 30_000 : 0 } as const
        pin = { ...pin, open: true }
        return { kind: 'open' } as const
      }),
    lockPin: () =>
      answer('lockPin', null, () => {
        pin = { ...pin, open: !pin.set }
      }),
    setPin: () =>
      answer('setPin', null, () => {
        pin = { set: true, open: true }
      }),
    removePin: () =>
      answer('removePin', null, () => {
        pin = { set: false, open: true }
      }),
    getAutostart: () => answer('getAutostart', null, () => 'on'),
    setAutostart: ({ on }) => answer('setAutostart', { on }, () => (on ? 'on' : 'off')),
    copyText: (text) =>
      answer('copyText', text, () => {
        void navigator.clipboard?.writeText(text).catch(() => undefined)
      }),
    on: (name, listener) => {
      const set = listeners[name] as Set<typeof listener>
      set.add(listener)
      return () => set.delete(listener)
    },
  }
  return { bridge, clock, arrive, changeSnapshot, calls }
}

const sampleLog = () =>
  Array.from({ length: 30 }, (_, index) => ({
    at: new Date(NOW - (30 - index) * 60_000).toISOString(),
    level: index % 9 === 8 ? 'warn' : 'info',
    event: index % 9 === 8 ? 'connection-report' : 'accepted',
    text: `file=${5000 + index} ms=${40 + index}`,
  }))
