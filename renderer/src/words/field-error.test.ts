import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../../contract/configuration.ts'
import type { FieldError } from '../../../contract/ipc.ts'
import { fieldErrorWords, namedErrorWords } from './field-error.ts'
import { speak } from './say.ts'

const wrong = {
  store: { locationId: '', timeZone: 'Mars', businessDayEnds: '25:00', openingHours: { mon: ['6-7'] }, colour: 1 },
  petrosoft: { baseUrl: 'http://elsewhere.example', email: '', password: 'secret' },
  folders: [
    { path: '/a', include: [], startFrom: 'noon', afterVerdict: 'burn' },
    { path: '/b', afterVerdict: { archive: '/b' } },
    { path: '/b' },
  ],
  sending: { maxInFlight: 99, maxBytes: 1, resendUnclear: 'never' },
  connectionReport: { quietMinutes: 0, probe: 'nowhere', everySeconds: 'x' },
}
const errorsOf = (value: unknown): readonly FieldError[] => {
  const parsed = parseConfiguration(value)
  return parsed.ok ? [] : parsed.errors
}

describe('what main finds wrong', () => {
  test('is said in the language of the window, with the bound or the name it is about', () => {
    speak('es-US')
    const said = errorsOf(wrong).map((error) => [error.path, fieldErrorWords(error)])
    expect(said).toContainEqual(['sending.maxInFlight', 'Escriba un número que no pase de 16.'])
    expect(said).toContainEqual(['store.timeZone', 'Elija una zona horaria de la lista.'])
    speak('en-US')
  })

  test('never keeps its English sentence where there are words for its code', () => {
    speak('es-US')
    const errors = [...errorsOf(wrong), ...errorsOf({ ...wrong, folders: [{ path: '/b' }, { path: '/b/' }] })]
    expect(errors.length).toBeGreaterThan(10)
    for (const error of errors) expect(fieldErrorWords(error), error.path).not.toContain(error.message)
    speak('en-US')
  })

  test('names its key where no field belongs to it', () => {
    const [error] = errorsOf({ ...wrong, store: { locationId: '1', timeZone: 'UTC', colour: 1 }, petrosoft: undefined })
    expect(error).toBeDefined()
    if (error !== undefined) expect(namedErrorWords(error)).toBe(`${error.path}: ${fieldErrorWords(error)}`)
    expect(namedErrorWords({ path: '', code: 'file-not-json', values: { file: 'a.json' }, message: '' })).toBe(
      'a.json is not a set-up file.',
    )
  })

  test('about a part that this version does not have stays as main wrote it', () => {
    const message = 'fuel is not part of this version; leave it null'
    expect(fieldErrorWords({ path: 'fuel', code: 'not-yet', message })).toBe(message)
  })
})
