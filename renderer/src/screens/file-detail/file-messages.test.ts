import { beforeAll, describe, expect, test } from 'vitest'
import { speak } from '../../words/say.ts'
import { countMessages, firstToShow, markedLines, messagesOf, steppedMessage } from './file-messages.ts'
import { captionOf, explainFileMessage, placeWords, spokenOf, titleOf } from './message-words.ts'

const detail = (
  line: number | null,
  position: number | null,
  severity: string | null = 'Error',
  message = 'Words.',
) => ({
  line,
  position,
  severity,
  message,
})
const messages = (...details: readonly ReturnType<typeof detail>[]) =>
  messagesOf({ details, findings: [], lineCount: 620 })

beforeAll(() => speak())

describe('places', () => {
  test.each([
    [412, 31, 'Line 412, position 31'],
    [412, null, 'Line 412'],
    [412, 0, 'Line 412'],
    [620, 1, 'Line 620, position 1'],
    [0, 0, 'Petrosoft did not say where in the file'],
    [-3, 5, 'Petrosoft did not say where in the file'],
    [1.5, 5, 'Petrosoft did not say where in the file'],
    [null, null, 'Petrosoft did not say where in the file'],
    [621, 4, 'Line 621 is outside the file'],
    [99_999, 4, 'Line 99,999 is outside the file'],
  ])('line %s, position %s reads "%s"', (line, position, words) => {
    const [message] = messages(detail(line, position))
    expect(message === undefined ? '' : placeWords(message)).toBe(words)
  })

  test('of our own findings without a place do not blame Petrosoft', () => {
    const [finding] = messagesOf({
      details: [],
      lineCount: 5,
      findings: [{ severity: 'error', rule: 'repeats', line: null, column: null, message: 'Known.' }],
    })
    expect(finding === undefined ? '' : placeWords(finding)).toBe('No place in the file')
    expect(finding?.rule).toBe('repeats')
  })

  test('are believed when nobody knows how many lines the file has', () => {
    const [message] = messagesOf({ details: [detail(7, 1)], findings: [], lineCount: null })
    expect(message?.place).toBe('in-file')
  })
})

describe('messages', () => {
  test('are problems, notes and information by their severity, problems when it is unknown', () => {
    const kinds = messages(
      detail(1, 1, 'Error'),
      detail(1, 1, 'warning'),
      detail(1, 1, 'Info'),
      detail(1, 1, 'Fatal'),
      detail(1, 1, null),
    ).map((message) => message.kind)
    expect(kinds).toEqual(['problem', 'note', 'info', 'problem', 'problem'])
  })

  test('are counted by kind', () => {
    expect(countMessages(messages(detail(1, 1), detail(2, 1), detail(3, 1, 'Warning')))).toEqual({
      problems: 2,
      notes: 1,
      infos: 0,
    })
  })

  test('begin with the first problem, wherever it stands', () => {
    expect(firstToShow(messages(detail(1, 1, 'Info'), detail(2, 1)))).toBe(1)
    expect(firstToShow(messages(detail(1, 1, 'Info')))).toBe(0)
    expect(firstToShow([])).toBe(-1)
  })

  test('are stepped through in a circle', () => {
    expect(steppedMessage(0, 1, 3)).toBe(1)
    expect(steppedMessage(2, 1, 3)).toBe(0)
    expect(steppedMessage(0, -1, 3)).toBe(2)
    expect(steppedMessage(-1, 1, 0)).toBe(-1)
  })

  test('mark each line once, with the worst that is said of it, and none outside the file', () => {
    const marks = markedLines(
      messages(detail(5, 1, 'Info'), detail(5, 2), detail(9, 1, 'Warning'), detail(9999, 1), detail(0, 0)),
    )
    expect([...marks]).toEqual([
      [5, 'problem'],
      [9, 'note'],
    ])
  })
})

describe('the words of a message', () => {
  test('are plain where there is a rule, and the server’s own where there is none', () => {
    const [known, unknown, silent] = messages(
      detail(412, 31, 'Error', 'ActualSalesPrice is not a plain decimal number: "1,25".'),
      detail(3, 1, 'Error', 'Card 411111••••••1111 was not known.'),
      { ...detail(4, 1), message: null as unknown as string },
    )
    if (known === undefined || unknown === undefined || silent === undefined) throw new Error('three messages')
    expect(captionOf(known)).toBe('Problem · Line 412, position 31')
    expect(titleOf(known, explainFileMessage(known, null))).toBe('The price is not a number.')
    expect(spokenOf(known, explainFileMessage(known, null))).toBe('Line 412: The price is not a number.')
    expect(titleOf(unknown, explainFileMessage(unknown, null))).toBe('Card 411111••••••1111 was not known.')
    expect(titleOf(silent, explainFileMessage(silent, null))).toBe('No words were given.')
  })
})
