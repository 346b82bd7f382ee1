import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../../contract/ipc.ts'
import { isMessageId, speak } from '../../words/say.ts'
import {
  errorsByField,
  fieldOfPath,
  formFromSettings,
  probeOf,
  settingsFormSchema,
  settingsFromForm,
  type SettingsForm,
} from './settings-form.ts'

speak()

const settings: Settings = {
  store: {
    locationId: '33084',
    storeLocationIds: ['33084', '7'],
    name: 'Acme #204',
    timeZone: 'America/New_York',
    businessDayEnds: '03:00',
    openingHours: {
      mon: ['06:00-12:00', '13:00-23:00'],
      tue: [],
      wed: [],
      thu: [],
      fri: [],
      sat: ['18:00-02:00'],
      sun: [],
    },
  },
  petrosoft: { baseUrl: 'https://cnnx35-api.petrosoft.cloud', email: 'a@b.example' },
  folders: [
    {
      path: 'C:\\POS',
      include: ['*.xml', 'PJR*'],
      recursive: true,
      startFrom: '2026-11-01',
      afterVerdict: { archive: 'D:\\Old' },
    },
    { path: '\\\\SRV\\x', include: ['*.xml'], recursive: false, startFrom: 'now', afterVerdict: 'keep' },
  ],
  sending: {
    maxInFlight: 4,
    resendUnclear: 'ask',
    sendUnsupported: 'send',
    sendTraining: 'skip',
    sendRepeated: 'send',
    maxBytes: 52_428_800,
    keepAcceptedDays: 90,
  },
  connectionReport: { everySeconds: 300, notOkState: null, quietMinutes: 180, probe: { host: '10.0.0.2', port: 8080 } },
}

const form = formFromSettings(settings)
const messagesOf = (change: Partial<SettingsForm>): string[] => {
  const result = settingsFormSchema.safeParse({ ...form, ...change })
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
}

describe('the settings form', () => {
  test('gives back the settings it was made of, unchanged', () => {
    expect(settingsFormSchema.safeParse(form).success).toBe(true)
    expect(settingsFromForm(form)).toEqual(settings)
    const odd = { ...settings, sending: { ...settings.sending, maxBytes: 1_234_567 } }
    expect(settingsFromForm(formFromSettings(odd)).sending.maxBytes).toBe(1_234_567)
  })

  test('turns off the report and the opening hours as null', () => {
    const off = settingsFromForm({ ...form, hoursKnown: false, reportTrouble: false, probe: ' ' })
    expect(off.store.openingHours).toBeNull()
    expect(off.connectionReport).toMatchObject({ notOkState: null, probe: null })
  })

  test.each<[string, Partial<SettingsForm>, string]>([
    ['an empty location', { locationId: ' ' }, 'locationId form.locationMissing'],
    ['an unknown zone', { timeZone: 'Mars/Base' }, 'timeZone form.zoneUnknown'],
    ['a time that is none', { businessDayEnds: '25:00' }, 'businessDayEnds form.timeWrong'],
    ['opening hours that are none', { hours: { ...form.hours, mon: '6-23' } }, 'hours.mon form.hoursWrong'],
    ['an address in the clear', { baseUrl: 'http://petrosoft.cloud' }, 'baseUrl form.addressWrong'],
    ['an address with a password', { baseUrl: 'https://a:b@petrosoft.cloud' }, 'baseUrl form.addressWrong'],
    ['no folder', { folders: [] }, 'folders form.foldersMissing'],
    ['too many at once', { maxInFlight: '17' }, 'maxInFlight form.maxInFlightWrong'],
    ['a number in words', { keepAcceptedDays: 'ninety' }, 'keepAcceptedDays form.keepDaysWrong'],
    ['a probe without a port', { probe: '10.0.0.2' }, 'probe form.probeWrong'],
    ['a missing word for not OK', { reportTrouble: true, notOkState: '' }, 'notOkState form.notOkMissing'],
  ])('finds %s', (_, change, expected) => {
    expect(messagesOf(change)).toEqual([expected])
    expect(isMessageId(expected.split(' ')[1] ?? '')).toBe(true)
  })

  test('finds what is missing in a folder', () => {
    const folder = {
      ...form.folders[0],
      path: '',
      include: ' ',
      startFrom: 'date',
      startDate: '',
      archive: '',
    } as SettingsForm['folders'][number]
    expect(messagesOf({ folders: [folder] }).sort()).toEqual([
      'folders.0.archive form.archiveMissing',
      'folders.0.include form.patternMissing',
      'folders.0.path form.folderMissing',
      'folders.0.startDate form.dateMissing',
    ])
    const dated = { ...folder, path: 'x', include: '*' }
    expect(messagesOf({ folders: [dated] }).sort()).toEqual([
      'folders.0.archive form.archiveMissing',
      'folders.0.startDate form.dateMissing',
    ])
  })

  test('allows an address in the clear on this computer itself', () => {
    expect(messagesOf({ baseUrl: 'http://127.0.0.1:8080' })).toEqual([])
    expect(messagesOf({ baseUrl: 'http://localhost:8080' })).toEqual([])
  })
})

describe('an error of main', () => {
  test.each([
    ['store.locationId', 'locationId'],
    ['store.storeLocationIds[2]', 'storeLocationIds'],
    ['store.openingHours.mon[0]', 'hours.mon'],
    ['petrosoft.baseUrl', 'baseUrl'],
    ['folders', 'folders'],
    ['folders[0].path', 'folders.0.path'],
    ['folders[1].include[0]', 'folders.1.include'],
    ['folders[0].afterVerdict.archive', 'folders.0.archive'],
    ['folders[0]', 'folders.0.path'],
    ['sending.maxBytes', 'maxMegabytes'],
    ['connectionReport.probe.port', 'probe'],
    ['telemetry', null],
    ['', null],
  ])('at %s belongs to the field %s', (path, field) => {
    expect(fieldOfPath(path)).toBe(field)
  })

  test('without a field is kept for the summary, with its path', () => {
    expect(
      errorsByField([
        { path: 'sending.maxInFlight', code: 'at-most', values: { limit: '16' }, message: 'must be at most 16' },
        { path: 'fuel', code: 'not-yet', message: 'not yet' },
        { path: '', code: 'impossible', message: 'is not a value that is possible here' },
      ]),
    ).toEqual({
      fields: [{ field: 'maxInFlight', message: 'Enter a number that is at most 16.' }],
      rest: ['fuel: not yet', 'This value is not possible here.'],
    })
  })
})

test('a probe is a host and a port', () => {
  expect(probeOf(' register:8080 ')).toEqual({ host: 'register', port: 8080 })
  for (const wrong of ['register', 'register:', ':80', 'a:0', 'a:70000', 'a b:80']) expect(probeOf(wrong)).toBeNull()
})
