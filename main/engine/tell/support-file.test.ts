import { describe, expect, test } from 'vitest'
import type { SupportFacts } from '../../../contract/ipc.ts'
import { documentStates } from '../../../contract/vocabulary.ts'
import { settingsOf } from '../setup/configuration-from-settings.ts'
import { addFile, openTestStore, testConfiguration } from '../testing/test-store.ts'
import { requestDecision } from '../decide/decision.ts'
import { recentActivity } from './support-facts.ts'
import { maskForSupport, supportFile, supportText, type SupportQuestion } from './support-file.ts'

const password = 'canary-7Kx+9&pf %2B=q"!'
const email = 'store204@acme.example'
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.Zm9vYmFyYmF6cXV4cXV1eA'
const card = '4111111111111111'
const grouped = '4111 1111 1111 1111'
const wrongCard = '4111111111111112'

const facts = (): SupportFacts => ({
  counts: Object.fromEntries(documentStates.map((state) => [state, 1])) as SupportFacts['counts'],
  oldestWaitingAt: null,
  documents: 14,
  databaseBytes: 1_000_000,
  formatVersion: 4,
  freeBytes: 400_000_000_000,
  folders: [{ path: `C:\\POS\\${email}`, reachable: true, lastScanAt: null, watcher: 'watching', scanMs: 12 }],
  problems: [
    { code: 'sign-in-refused', since: '2026-11-20T18:00:00.000Z', count: 1, sentence: `No: ${email} ${token}` },
  ],
  activity: [
    {
      id: '1',
      at: '2026-11-20T18:00:00.000Z',
      action: 'resend',
      who: email,
      fileId: '7',
      fileName: `PJR${card}.xml`,
      files: null,
      applied: true,
    },
  ],
})

const question = (): SupportQuestion => ({
  at: '2026-11-20T20:20:00.000Z',
  supportId: '7F3-22K',
  version: '0.1.0',
  system: 'win32 10.0.22631 x64',
  facts: facts(),
  settings: {
    ...settingsOf(testConfiguration()),
    petrosoft: { baseUrl: `https://x.example/?password=${encodeURIComponent(password)}`, email },
  },
  trouble: `Could not sign in ${email} with ${password}`,
  log: [
    {
      at: '2026-11-20T20:19:00.000Z',
      level: 'warn',
      event: 'sign-in',
      text: `answer=Bearer ${token} password=${password}`,
    },
    {
      at: '2026-11-20T20:19:01.000Z',
      level: 'info',
      event: 'read',
      text: `pan=${grouped} other=${wrongCard} user=${email}`,
    },
    {
      at: '2026-11-20T20:19:02.000Z',
      level: 'info',
      event: 'json',
      text: JSON.stringify({ access_token: 'opaque0token', password }),
    },
  ],
  secrets: [password],
})

describe('the support file', () => {
  test('holds no password, token, e-mail address or card-like digits, whatever part they got into', () => {
    const text = supportText(supportFile(question()))
    for (const canary of [
      password,
      encodeURIComponent(password),
      JSON.stringify(password).slice(1, -1),
      'canary-7Kx',
      email,
      'acme.example',
      token,
      'eyJ',
      'opaque0token',
      card,
      grouped,
      wrongCard,
    ])
      expect(text).not.toContain(canary)
    expect(text).not.toMatch(/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/)
    expect(text).not.toContain('@')
  })

  test('still says what is asked first', () => {
    const text = supportText(supportFile(question()))
    for (const words of [
      '7F3-22K',
      '0.1.0',
      'refused: 1',
      'C:\\POS',
      'took 12 ms',
      'sign-in-refused',
      'resend',
      '"businessDayEnds"',
    ])
      expect(text).toContain(words)
  })

  test('is saved exactly as its parts were shown', () => {
    const file = supportFile(question())
    const text = supportText(file)
    for (const part of file.parts) expect(text.replaceAll('\r\n', '\n')).toContain(part.text)
    expect(file.name).toBe('Storebridge support 7F3-22K 2026-11-20.txt')
  })

  test('is made also when the engine cannot answer', () => {
    const file = supportFile({ ...question(), facts: null, settings: null, trouble: 'The records are damaged.' })
    expect(file.parts.map(({ kind }) => kind)).toEqual(['program', 'log'])
    expect(file.parts[0]?.text).toContain('The records are damaged.')
  })

  test('leaves what is no secret as it is', () => {
    const plain =
      'C:\\Passport\\XMLGateway\\BOOutBox: reachable, 2026-11-20T20:19:00.000Z scanned ms=12 PJR20261120.xml'
    expect(maskForSupport(plain, [''])).toBe(plain)
  })
})

test('what people did is told newest first, with the file it was about', () => {
  const { db } = openTestStore()
  const file = addFile(db, { state: 'refused', bytes: 'x', name: 'PJR1.xml' })
  const decision = { reason: null, again: false, until: null, who: 'manager' } as const
  requestDecision(db, { ...decision, action: 'pause', fileId: null }, 1000)
  requestDecision(db, { ...decision, action: 'set-aside', fileId: file }, 2000)
  expect(recentActivity(db)).toMatchObject([
    { action: 'set-aside', who: 'manager', fileId: String(file), fileName: 'PJR1.xml', applied: false },
    { action: 'pause', fileId: null, fileName: null },
  ])
})
