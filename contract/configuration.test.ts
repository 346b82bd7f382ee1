import { describe, expect, test } from 'vitest'
import { isLoopbackHost, parseConfiguration, type Configuration } from './configuration.ts'

type Json = Record<string, unknown>

const required = {
  store: { locationId: '33084', timeZone: 'America/New_York' },
  petrosoft: { email: 'store@example.com', password: { env: 'STOREBRIDGE_PASSWORD' } },
  folders: [{ path: '/register/out' }],
}

/** The required configuration with one value put at a dotted path; undefined takes the key away. */
const withValue = (path: string, value: unknown): unknown => {
  const copy = structuredClone(required) as Json
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  let place: Json = copy
  for (const [i, key] of keys.slice(0, -1).entries())
    place = (place[key] ??= /^\d+$/.test(keys[i + 1] ?? '') ? [] : {}) as Json
  const last = keys.at(-1) ?? ''
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}

const accepted = (value: unknown): Configuration => {
  const result = parseConfiguration(value)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.configuration
}

/** Every error as "path: message", the way the command prints the first. */
const errors = (value: unknown): string[] => {
  const result = parseConfiguration(value)
  return result.ok ? [] : result.errors.map(({ path, message }) => `${path}: ${message}`)
}

describe('a configuration with the required keys alone', () => {
  test('has the documented default for every other key', () => {
    expect(accepted(required)).toEqual({
      store: {
        locationId: '33084',
        storeLocationIds: [],
        name: '',
        timeZone: 'America/New_York',
        businessDayEnds: '00:00',
        openingHours: null,
      },
      petrosoft: {
        baseUrl: 'https://cnnx35-api.petrosoft.cloud',
        email: 'store@example.com',
        password: { env: 'STOREBRIDGE_PASSWORD' },
      },
      folders: [
        { path: '/register/out', include: ['*.xml'], recursive: false, startFrom: 'all', afterVerdict: 'keep' },
      ],
      sending: {
        maxInFlight: 4,
        resendUnclear: 'auto',
        sendUnsupported: 'skip',
        sendTraining: 'skip',
        sendRepeated: 'ask',
        maxBytes: 52428800,
        keepAcceptedDays: 90,
      },
      connectionReport: { everySeconds: 300, notOkState: 'ERROR', quietMinutes: 180, probe: null },
      sources: { sitoo: [], cashier: [] },
      fuel: null,
      promotions: null,
      telemetry: null,
    })
  })

  test('is its own fixed point: what was filled in parses to itself', () => {
    const filled = accepted(required)
    expect(accepted(structuredClone(filled))).toEqual(filled)
  })

  test('takes defaults key by key inside a part that is given', () => {
    expect(accepted(withValue('sending.maxInFlight', 2)).sending).toMatchObject({
      maxInFlight: 2,
      resendUnclear: 'auto',
      keepAcceptedDays: 90,
    })
    expect(accepted(withValue('connectionReport', {})).connectionReport.everySeconds).toBe(300)
    expect(accepted(withValue('store.openingHours', { mon: ['06:00-23:00'] })).store.openingHours).toMatchObject({
      mon: ['06:00-23:00'],
      sun: [],
    })
  })

  test.each([
    ['store'],
    ['store.locationId'],
    ['store.timeZone'],
    ['petrosoft'],
    ['petrosoft.email'],
    ['petrosoft.password'],
    ['folders'],
    ['folders[0].path'],
  ])('cannot do without %s', (path) => {
    expect(errors(withValue(path, undefined))).toEqual([`${path}: required`])
  })
})

describe('an unknown key is refused with its path', () => {
  test.each([
    'colour',
    'store.colour',
    'petrosoft.token',
    'folders[0].pattern',
    'sending.retries',
    'connectionReport.every',
    'sources.shopify',
    'store.openingHours.monday',
    'petrosoft.password.colour',
    'folders[0].afterVerdict.colour',
    'connectionReport.probe.colour',
  ])('%s', (path) => {
    let value = withValue(path, 1)
    if (path === 'petrosoft.password.colour') value = withValue('petrosoft.password', { env: 'A', colour: 1 })
    if (path === 'folders[0].afterVerdict.colour')
      value = withValue('folders[0].afterVerdict', { archive: '/a', colour: 1 })
    if (path === 'connectionReport.probe.colour')
      value = withValue('connectionReport.probe', { host: 'a', port: 1, colour: 1 })
    expect(errors(value)).toEqual([`${path}: unknown key`])
  })

  test('and several are all named', () => {
    expect(errors({ ...required, a: 1, b: 2 })).toEqual(['a: unknown key', 'b: unknown key'])
  })
})

describe('a wrong value is told in plain words with its path', () => {
  const cases: readonly (readonly [path: string, value: unknown, message: string])[] = [
    ['store', 'x', 'must be an object'],
    ['store', [], 'must be an object'],
    ['store', null, 'must be an object'],
    ['store.locationId', 33084, 'must be a text'],
    ['store.locationId', '', 'must not be empty'],
    ['store.storeLocationIds', '1200', 'must be a list'],
    ['store.storeLocationIds[0]', 7, 'must be a text'],
    ['store.name', 5, 'must be a text'],
    ['store.timeZone', 'New York', 'not a time zone this computer knows (example: America/New_York)'],
    ['store.timeZone', '', 'not a time zone this computer knows (example: America/New_York)'],
    ['store.businessDayEnds', '24:00', 'must be a time like 06:00'],
    ['store.businessDayEnds', '6:00', 'must be a time like 06:00'],
    ['store.openingHours', 'always', 'must be an object'],
    ['store.openingHours.mon', '06:00-23:00', 'must be a list'],
    ['store.openingHours.mon', ['6-23'], 'must be a span like 06:00-23:00'],
    ['petrosoft.baseUrl', 'petrosoft.cloud', 'not a web address'],
    ['petrosoft.baseUrl', 'ftp://example.com', 'must begin with https://'],
    ['petrosoft.baseUrl', 'https://user:pw@example.com', 'must not hold a user name or password'],
    ['petrosoft.email', '', 'must not be empty'],
    ['petrosoft.password.env', '', 'must not be empty'],
    ['petrosoft.password', 5, 'must be { "env": "NAME" } or { "file": "PATH" }'],
    ['folders', {}, 'must be a list'],
    ['folders', [], 'at least one folder is needed'],
    ['folders[0]', 'C:\\out', 'must be an object'],
    ['folders[0].path', '', 'must not be empty'],
    ['folders[0].include', [], 'at least one pattern is needed'],
    ['folders[0].include', '*.xml', 'must be a list'],
    ['folders[0].include[0]', '', 'must not be empty'],
    ['folders[0].recursive', 'yes', 'must be true or false'],
    ['folders[0].startFrom', 'yesterday', 'must be "all", "now" or a date like 2026-11-01'],
    ['folders[0].startFrom', '2026-02-30', 'must be "all", "now" or a date like 2026-11-01'],
    ['folders[0].startFrom', 5, 'must be "all", "now" or a date like 2026-11-01'],
    ['folders[0].afterVerdict', 'delete', 'must be "keep" or { "archive": "PATH" }'],
    ['folders[0].afterVerdict.archive', '', 'must not be empty'],
    ['folders[0].afterVerdict', { archive: 5 }, 'must be "keep" or { "archive": "PATH" }'],
    ['sending.maxInFlight', 0, 'must be at least 1'],
    ['sending.maxInFlight', 17, 'must be at most 16'],
    ['sending.maxInFlight', 1.5, 'must be a whole number'],
    ['sending.maxInFlight', '4', 'must be a number'],
    ['sending.resendUnclear', 'never', 'must be "auto" or "ask"'],
    ['sending.sendUnsupported', true, 'must be "skip" or "send"'],
    ['sending.sendTraining', 'yes', 'must be "skip" or "send"'],
    ['sending.sendRepeated', 'skip', 'must be "ask" or "send"'],
    ['sending.maxBytes', 1023, 'must be at least 1024'],
    ['sending.maxBytes', 268435457, 'must be at most 268435456'],
    ['sending.keepAcceptedDays', 0, 'must be at least 1'],
    ['connectionReport.everySeconds', 0, 'must be at least 1'],
    ['connectionReport.everySeconds', null, 'must be a number'],
    ['connectionReport.notOkState', '', 'must not be empty'],
    ['connectionReport.quietMinutes', 0, 'must be greater than 0'],
    ['connectionReport.probe', '192.168.1.5', 'must be "host:port" or { "host": "…", "port": 1234 }'],
    ['connectionReport.probe', { host: 'a' }, 'must be "host:port" or { "host": "…", "port": 1234 }'],
    ['connectionReport.probe', 'register:70000', 'must be "host:port" or { "host": "…", "port": 1234 }'],
    ['connectionReport.probe', 'register:0', 'must be "host:port" or { "host": "…", "port": 1234 }'],
    ['sources.sitoo', [{}], 'sources.sitoo is not part of this version; leave the list empty'],
    ['fuel', {}, 'fuel is not part of this version; leave it null'],
    ['promotions', {}, 'promotions is not part of this version; leave it null'],
    ['telemetry', 'on', 'telemetry is not part of this version; leave it null'],
  ]

  test.each(cases)('%s = %j', (path, value, message) => {
    const [first, ...others] = errors(withValue(path, value))
    expect(first).toMatch(new RegExp(`^${path.replaceAll(/[[\].]/g, '\\$&')}(\\[0\\])?: `))
    expect(first?.endsWith(`: ${message}`), first).toBe(true)
    expect(others).toEqual([])
  })

  test.each([
    ['a text', 'x'],
    ['a list', []],
    ['nothing', null],
    ['a number', 7],
  ])('the whole document is %s', (_what, value) => {
    expect(errors(value)).toEqual([': must be an object'])
  })

  test('and no message is raw English of the parser', () => {
    for (const [path, value] of cases)
      for (const error of errors(withValue(path, value)))
        expect(error).not.toMatch(/Too small|Too big|Invalid|expected|received|Unrecognized/)
  })

  test('and all of them are told at once', () => {
    const value = withValue('sending', { maxInFlight: 0, maxBytes: 'big' }) as Json
    expect(errors({ ...value, colour: 1 }).sort()).toEqual([
      'colour: unknown key',
      'sending.maxBytes: must be a number',
      'sending.maxInFlight: must be at least 1',
    ])
  })
})

describe('the password', () => {
  const secret = 'hunter2-is-my-password'

  test('written as plain text is refused with a sentence that does not repeat it', () => {
    const [error, ...others] = errors(withValue('petrosoft.password', secret))
    expect(error).toMatch(/^petrosoft\.password: a password is not written into the configuration; name where it is: /)
    expect(others).toEqual([])
  })

  test('is never echoed, wherever it was written by mistake', () => {
    for (const value of [
      withValue('petrosoft.password', secret),
      withValue('petrosoft.password', { value: secret }),
      withValue('petrosoft.password', { env: [secret] }),
      withValue('petrosoft.password', [secret]),
      withValue('petrosoft.email', { secret }),
      withValue('petrosoft.baseUrl', `https://me:${secret}@example.com`),
      withValue('petrosoft', secret),
    ])
      expect(JSON.stringify(parseConfiguration(value))).not.toContain(secret)
  })

  test('is named by the environment or by a file, not by both', () => {
    expect(accepted(withValue('petrosoft.password', { file: '/etc/pw' })).petrosoft.password).toEqual({
      file: '/etc/pw',
    })
    expect(errors(withValue('petrosoft.password', { env: 'A', file: 'B' }))).toHaveLength(1)
  })
})

describe('the address of the cloud', () => {
  test.each([
    'https://example.com',
    'https://example.com:8443/base/',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://127.9.9.9',
    'http://[::1]:8080',
    'http://2130706433:80',
  ])('may be %s', (url) => {
    expect(accepted(withValue('petrosoft.baseUrl', url)).petrosoft.baseUrl).toBe(url)
  })

  test.each([
    'http://example.com',
    'http://192.168.0.10',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://[::2]',
    'http://0.0.0.0',
  ])('may not be %s, because it is neither encrypted nor this computer', (url) => {
    expect(errors(withValue('petrosoft.baseUrl', url))).toEqual([
      'petrosoft.baseUrl: http:// is allowed only for this computer itself; use https://',
    ])
  })

  test('is this computer itself for localhost, ::1 and all of 127.0.0.0/8', () => {
    for (const host of ['localhost', '::1', '[::1]', '127.0.0.1', '127.255.255.254'])
      expect(isLoopbackHost(host)).toBe(true)
    for (const host of ['128.0.0.1', '127.0.0.1.nip.io', 'local', '', '::', '1127.0.0.1'])
      expect(isLoopbackHost(host)).toBe(false)
  })
})

describe('a probe', () => {
  test.each([
    ['register:1234', { host: 'register', port: 1234 }],
    ['192.168.1.5:80', { host: '192.168.1.5', port: 80 }],
    [
      { host: '::1', port: 80 },
      { host: '::1', port: 80 },
    ],
    [null, null],
  ])('%j', (value, probe) => {
    expect(accepted(withValue('connectionReport.probe', value)).connectionReport.probe).toEqual(probe)
  })
})

test('a bad part inside a value of several shapes is told with its own path', () => {
  expect(errors(withValue('connectionReport.probe', { host: 'a', port: 70000 }))).toEqual([
    'connectionReport.probe.port: must be at most 65535',
  ])
})

describe('two folders', () => {
  const folders = (...paths: readonly string[]): unknown => ({ ...required, folders: paths.map((path) => ({ path })) })

  test.each([
    ['/register/out', '/register/out'],
    ['/register/out', '/register/out/'],
    ['/register/out', '/register//out'],
    ['/register/out', '/register/./out'],
    ['/register/out', '/register/in/../out'],
    ['C:\\Passport\\Out', 'c:\\passport\\OUT'],
    ['C:\\Passport\\Out', 'C:/Passport/Out/'],
    ['\\\\server\\share\\out', '//SERVER/share/out'],
  ])('may not be the same one: %s and %s', (a, b) => {
    expect(errors(folders(a, b))).toEqual(['folders[1].path: the same folder as folders[0].path'])
  })

  test.each([
    ['/register/out', '/register/Out'],
    ['/register/out', '/register/out2'],
    ['/register/out', '/register/out/inside'],
    ['C:\\a', 'D:\\a'],
    ['/a', '//a/b'],
  ])('may be beside each other: %s and %s', (a, b) => {
    expect(errors(folders(a, b))).toEqual([])
  })

  test('are told for each that comes twice', () => {
    expect(errors(folders('/a', '/b', '/a', '/b/'))).toEqual([
      'folders[2].path: the same folder as folders[0].path',
      'folders[3].path: the same folder as folders[1].path',
    ])
  })
})

describe('an archive', () => {
  const archived = (archive: string, more: Json = {}, others: readonly Json[] = []): unknown => ({
    ...required,
    folders: [{ path: '/register/out', afterVerdict: { archive }, ...more }, ...others],
  })
  const message =
    'folders[0].afterVerdict.archive: must lie outside of the watched folders, or its files would be found again'

  test('may lie anywhere that is not watched', () => {
    expect(errors(archived('/archive'))).toEqual([])
    expect(errors(archived('/register/out/archive'))).toEqual([])
    expect(errors(archived('/register/out2', { recursive: true }))).toEqual([])
  })

  test('may not be a watched folder, nor lie in one that is read with its subfolders', () => {
    expect(errors(archived('/register/out/'))).toEqual([message])
    expect(errors(archived('/register/out/archive', { recursive: true }))).toEqual([message])
    expect(errors(archived('/other', {}, [{ path: '/other' }]))).toEqual([message])
    expect(errors(archived('/other/x', {}, [{ path: '/other', recursive: true }]))).toEqual([message])
  })
})

describe('an error has a code for windows in other languages', () => {
  const codes = (value: unknown) => {
    const parsed = parseConfiguration(value)
    return parsed.ok ? [] : parsed.errors.map(({ path, code, values }) => [path, code, values ?? null])
  }
  test.each<[string, unknown, string, unknown]>([
    ['store.timeZone', 'Mars', 'not-a-zone', null],
    ['store.locationId', undefined, 'required', null],
    ['store.locationId', '', 'empty', null],
    ['store.name', 5, 'type', { type: 'string' }],
    ['petrosoft.baseUrl', 'http://elsewhere.example', 'http-elsewhere', null],
    ['petrosoft.password', 'secret', 'password-written', null],
    ['sending.maxInFlight', 17, 'at-most', { limit: '16' }],
    ['connectionReport.quietMinutes', 0, 'more-than', { limit: '0' }],
    ['sending.resendUnclear', 'never', 'one-of', { values: '"auto" or "ask"' }],
    ['connectionReport.probe', 'nowhere', 'not-a-probe', null],
    ['fuel', {}, 'not-yet', null],
    ['colour', 1, 'unknown-key', null],
  ])('%s = %j: %s', (path, value, code, values) => {
    expect(codes(withValue(path, value))).toEqual([[path, code, values]])
  })

  test('and says which folder is named twice, counted from one', () => {
    expect(codes(withValue('folders', [{ path: '/a' }, { path: '/a/' }]))).toEqual([
      ['folders[1].path', 'same-folder', { first: 1 }],
    ])
    expect(codes(withValue('folders', [{ path: '/a', afterVerdict: { archive: '/a' } }]))).toEqual([
      ['folders[0].afterVerdict.archive', 'archive-watched', null],
    ])
  })
})
