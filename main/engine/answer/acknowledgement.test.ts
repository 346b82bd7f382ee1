import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestAnswerBytes, readAnswer, type Answer } from './acknowledgement.ts'

const name = 'PJR20261120101500.xml'

const header = (fields: Readonly<Record<string, string | null>> = {}): string => {
  const all: Record<string, string | null> = {
    ReferenceID: 'r1',
    DocumentName: name,
    DocumentType: 'JournalReport',
    ValidationStatus: 'Success',
    StatusMessage: 'OK',
    ...fields,
  }
  return `<AckHeader>${Object.entries(all)
    .map(([key, value]) => (value === null ? '' : value === '' ? `<${key}/>` : `<${key}>${value}</${key}>`))
    .join('')}</AckHeader>`
}
const acknowledgement = (inside: string, before = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${before}<NAXML-Acknowledgement version="3.5"><TransmissionHeader timeStamp="2018-08-01T09:30:47Z"><StoreLocationID/></TransmissionHeader>${inside}</NAXML-Acknowledgement>`

const read = (text: string | Uint8Array, sentName = name): Answer =>
  readAnswer(typeof text === 'string' ? Buffer.from(text) : text, sentName)
const kindOf = (text: string | Uint8Array, sentName = name): string => read(text, sentName).kind

const ours = (text: string | Uint8Array, sentName = name) => {
  const answer = read(text, sentName)
  if (answer.kind !== 'ours') throw new Error(`it is ${answer.kind}: ${'why' in answer ? answer.why : ''}`)
  return answer.acknowledgement
}

describe('an acknowledgement of ours', () => {
  test('as the guide shows it yields reference, name, status and words', () => {
    const guide = `<?xml version="1.0" encoding="UTF-8"?> \n<NAXML-Acknowledgement version="3.5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"> \n\t<TransmissionHeader timeStamp="2018-08-01T09:30:47Z"> \n\t\t<StoreLocationID/> \n\t\t<VendorName/> \n\t</TransmissionHeader> \n\t<AckHeader> \n\t\t<ReferenceID>67c8246a22b452001329a0cc</ReferenceID> \n\t\t<DocumentName>PJR20250217012300.xml</DocumentName> \n\t\t<DocumentType>JournalReport</DocumentType> \n\t\t<ValidationStatus>Success</ValidationStatus> \n\t\t<StatusMessage>OK</StatusMessage>\t\t \n\t</AckHeader> \n</NAXML-Acknowledgement>\n`
    expect(ours(guide, 'PJR20250217012300.xml')).toEqual({
      referenceId: '67c8246a22b452001329a0cc',
      documentName: 'PJR20250217012300.xml',
      status: 'Success',
      statusMessage: 'OK',
      details: [],
    })
  })

  test.each(['Success', 'NonFatalError', 'FatalError'])('has one of the three statuses exactly: %s', (status) => {
    expect(ours(acknowledgement(header({ ValidationStatus: status }))).status).toBe(status)
  })

  test('may come with a prefix or a namespace of any kind', () => {
    const prefixed = acknowledgement(header() + '<Detail><LineNumber>1</LineNumber></Detail>')
      .replaceAll(/<(\/?)(?!\?)/g, '<$1nax:')
      .replace(
        '<nax:NAXML-Acknowledgement',
        '<nax:NAXML-Acknowledgement xmlns:nax="http://www.naxml.org/POSBO/Vocabulary/2003-10-16"',
      )
    expect(ours(prefixed)).toMatchObject({ status: 'Success', documentName: name, details: [{ line: 1 }] })
    expect(kindOf(acknowledgement(header()).replace('version="3.5"', 'version="3.5" xmlns="urn:x"'))).toBe('ours')
  })

  test('may come as UTF-16 or ISO-8859-1, with a byte order mark, and with comments and CDATA in it', () => {
    const text = acknowledgement(
      header({ StatusMessage: 'Très <![CDATA[<b>bien</b>]]>' }) + '<!-- x -->',
      '<?xml version="1.0"?>',
    )
    expect(ours(Buffer.from(`\ufeff${text}`, 'utf16le')).statusMessage).toBe('Très <b>bien</b>')
    expect(ours(Buffer.from(text.replace('"1.0"?', '"1.0" encoding="ISO-8859-1"?'), 'latin1')).statusMessage).toBe(
      'Très <b>bien</b>',
    )
    expect(ours(`\ufeff${text}`).statusMessage).toBe('Très <b>bien</b>')
  })

  test('has its five entities and numeric references decoded, and nothing else interpreted', () => {
    const message = '&lt;img src=x onerror=alert(1)&gt; &amp;amp; &quot;&apos; &#65;&#x42; caf&#233; &#128512;'
    expect(ours(acknowledgement(header({ StatusMessage: message }))).statusMessage).toBe(
      '<img src=x onerror=alert(1)> &amp; "\' AB café 😀',
    )
  })

  test('keeps every value as the text it is', () => {
    const words = { ReferenceID: '0001e5', StatusMessage: 'true' }
    expect(ours(acknowledgement(header(words)))).toMatchObject({ referenceId: '0001e5', statusMessage: 'true' })
    expect(ours(acknowledgement(header({ ReferenceID: '12345678901234567890.00' })))).toMatchObject({
      referenceId: '12345678901234567890.00',
    })
  })

  test('may leave reference and message empty or away: then they are null', () => {
    expect(ours(acknowledgement(header({ ReferenceID: '', StatusMessage: null })))).toMatchObject({
      referenceId: null,
      statusMessage: null,
    })
  })
})

describe('the details', () => {
  const detail = (line: string, position: string, message = 'm', severity = 'Error'): string =>
    `<Detail><LineNumber>${line}</LineNumber><LinePosition>${position}</LinePosition><ValidationMessage>${message}</ValidationMessage><Severity>${severity}</Severity></Detail>`

  test.each([
    ['none', '', []],
    ['one', detail('3', '7'), [{ line: 3, position: 7, severity: 'Error', message: 'm' }]],
    [
      'several, in the order they came',
      detail('73', '11') + detail('12', '7', 'first', 'Warning'),
      [
        { line: 73, position: 11, severity: 'Error', message: 'm' },
        { line: 12, position: 7, severity: 'Warning', message: 'first' },
      ],
    ],
    [
      'with nothing in it',
      '<Detail><LineNumber/><Severity/></Detail>',
      [{ line: null, position: null, severity: null, message: null }],
    ],
    [
      'that name zero, a line that is not there, or none',
      detail('0', '-1') + detail('999999', '+4') + detail('', ''),
      [
        { line: 0, position: -1, severity: 'Error', message: 'm' },
        { line: 999999, position: 4, severity: 'Error', message: 'm' },
        { line: null, position: null, severity: 'Error', message: 'm' },
      ],
    ],
    [
      'whose line is no whole number',
      detail('1e3', '2.5') + detail('0x1F', '12345678901234567890'),
      [
        { line: null, position: null, severity: 'Error', message: 'm' },
        { line: null, position: null, severity: 'Error', message: 'm' },
      ],
    ],
  ])('are always a list: %s', (_what, inside, details) => {
    expect(ours(acknowledgement(header({ ValidationStatus: 'FatalError' }) + inside)).details).toEqual(details)
  })

  test('are found beside the header and inside it', () => {
    const inHeader = header().replace('</AckHeader>', `${detail('2', '2')}</AckHeader>`)
    expect(ours(acknowledgement(inHeader + detail('1', '1'))).details.map(({ line }) => line)).toEqual([1, 2])
  })
})

describe('an answer is ours only by the name of our document', () => {
  test.each([
    ['the same', 'PJR1.xml', 'PJR1.xml'],
    ['in another case', 'PJR1.xml', 'pjr1.XML'],
    ['with a path of Windows', 'PJR1.xml', 'C:\\Passport\\BOOutBox\\PJR1.xml'],
    ['with a path', 'PJR1.xml', '/var/in/PJR1.xml'],
    ['with space around it', 'PJR1.xml', ' \n PJR1.xml\t'],
    ['in another Unicode form', 'Caf\u00e9.xml', 'Cafe\u0301.xml'],
    ['with an entity', 'A&B.xml', 'A&amp;B.xml'],
    ['with a numeric reference', 'A B.xml', 'A&#32;B.xml'],
  ])('%s', (_what, sent, answered) => {
    expect(kindOf(acknowledgement(header({ DocumentName: answered })), sent)).toBe('ours')
  })

  test.each([
    ['another name', 'PJR2.xml'],
    ['a name that begins with ours', 'PJR1.xml.bak'],
    ['a name that ends with ours', 'xPJR1.xml'],
    ['our name without its ending', 'PJR1'],
    ['our folder instead of our file', 'PJR1.xml/'],
    ['a name with space inside', 'PJR 1.xml'],
  ])('not by %s', (_what, answered) => {
    expect(read(acknowledgement(header({ DocumentName: answered })), 'PJR1.xml')).toMatchObject({
      kind: 'other-name',
      acknowledgement: { documentName: answered.trim(), status: 'Success' },
    })
  })

  test.each([
    ['an empty name', ''],
    ['no name', null],
  ])('and %s is not understood', (_what, answered) => {
    expect(kindOf(acknowledgement(header({ DocumentName: answered })))).toBe('not-understood')
  })
})

describe('where an answer contradicts itself, it is never taken for better than its worst', () => {
  test.each([
    ['two headers', header({ ValidationStatus: 'Success' }) + header({ ValidationStatus: 'FatalError' }), 'FatalError'],
    [
      'two headers the other way round',
      header({ ValidationStatus: 'FatalError' }) + header({ ValidationStatus: 'Success' }),
      'FatalError',
    ],
    [
      'success and notes',
      header({ ValidationStatus: 'Success' }) + header({ ValidationStatus: 'NonFatalError' }),
      'NonFatalError',
    ],
    [
      'two statuses in one header',
      header().replace('</AckHeader>', '<ValidationStatus>FatalError</ValidationStatus></AckHeader>'),
      'FatalError',
    ],
  ])('%s', (_what, inside, status) => {
    expect(ours(acknowledgement(inside)).status).toBe(status)
  })

  test.each([
    ['an unknown status beside a known one', header() + header({ ValidationStatus: 'Maybe' }), 'not-understood'],
    ['a header without a status', header() + header({ ValidationStatus: null }), 'not-understood'],
    [
      'an unknown second status in one header',
      header().replace('</AckHeader>', '<ValidationStatus>Maybe</ValidationStatus></AckHeader>'),
      'not-understood',
    ],
    ['a status that is not a word but more elements', header({ ValidationStatus: '<a>Success</a>' }), 'not-understood'],
    ['another document in the second header', header() + header({ DocumentName: 'other.xml' }), 'other-name'],
    [
      'another document as second name in one header',
      header().replace('</AckHeader>', '<DocumentName>other.xml</DocumentName></AckHeader>'),
      'other-name',
    ],
    ['a second header without a name', header() + header({ DocumentName: null }), 'other-name'],
  ])('%s', (_what, inside, kind) => {
    expect(kindOf(acknowledgement(inside))).toBe(kind)
  })
})

const good = acknowledgement(header())

describe('what is no acknowledgement is not understood, with one sentence why', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \r\n '],
    ['NULs', '\0\0\0\0'],
    ['text', 'OK'],
    ['JSON', '{"ValidationStatus":"Success"}'],
    ['a page', '<!DOCTYPE html><html><body>Bad gateway</body></html>'],
    ['a page without DOCTYPE', '<html><body>Success</body></html>'],
    ['a page with a break that is not closed', '<html><br></html>'],
    ['another NAXML document', '<NAXML-POSJournal/>'],
    ['an empty acknowledgement', '<NAXML-Acknowledgement/>'],
    ['one with text only', '<NAXML-Acknowledgement>Success</NAXML-Acknowledgement>'],
    ['one without a header', acknowledgement('<Detail/>')],
    ['one with an empty header', acknowledgement('<AckHeader/>')],
    ['one that lies inside something else', `<envelope>${good.replace(/<\?.*?\?>/, '')}</envelope>`],
    ['two in one', good + good.replace(/<\?.*?\?>/, '')],
    ['one with text behind it', `${good}OK`],
    [
      'one with a DOCTYPE',
      good.replace('?>', '?><!DOCTYPE NAXML-Acknowledgement [<!ENTITY s "Success">]>').replace('>Success<', '>&s;<'),
    ],
    ['one with an entity nobody declared', good.replace('>OK<', '>&nbsp;<')],
    ['one with a status in lower case', good.replace('>Success<', '>success<')],
    ['one with a status in two words', good.replace('>Success<', '>Success FatalError<')],
    ['one with an empty status', good.replace('<ValidationStatus>Success</ValidationStatus>', '<ValidationStatus/>')],
    [
      'one with the status in an attribute',
      good.replace('<ValidationStatus>Success</ValidationStatus>', '<ValidationStatus value="Success"/>'),
    ],
    [
      'one in broken UTF-8',
      Buffer.concat([Buffer.from(good.slice(0, 60)), Buffer.from([0xc3, 0x28]), Buffer.from(good.slice(60))]),
    ],
    [
      'one that is nested without end',
      `<NAXML-Acknowledgement>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</NAXML-Acknowledgement>`,
    ],
    [
      'one that would poison a prototype',
      good
        .replace('<AckHeader>', '<AckHeader><__proto__><ValidationStatus>Success</ValidationStatus></__proto__>')
        .replace('<ValidationStatus>Success</ValidationStatus><StatusMessage>', '<StatusMessage>'),
    ],
  ])('%s', (_what, body) => {
    const answer = read(body)
    expect(answer.kind).toBe('not-understood')
    if (answer.kind === 'not-understood') expect(answer.why).toMatch(/^[A-Z][^\n]*\.$/)
  })

  test('one that is cut off anywhere', () => {
    for (let length = 0; length < good.length; length++)
      expect(kindOf(good.slice(0, length)), String(length)).toBe('not-understood')
    expect(kindOf(good)).toBe('ours')
  })

  test('one with any letter of its status changed', () => {
    const at = good.indexOf('Success')
    for (let i = 0; i < 7; i++)
      expect(kindOf(`${good.slice(0, at + i)}x${good.slice(at + i + 1)}`)).toBe('not-understood')
  })
})

test('an acknowledgement may be as long as 1 MiB and no longer', () => {
  const padded = (length: number): string => {
    const text = acknowledgement(`${header()}<!---->`)
    return text.replace('<!---->', `<!--${' '.repeat(length - Buffer.byteLength(text))}-->`)
  }
  expect(kindOf(padded(longestAnswerBytes))).toBe('ours')
  expect(kindOf(padded(longestAnswerBytes + 1))).toBe('not-understood')
})

test('thousands of details are all kept', () => {
  const detail = '<Detail><LineNumber>5</LineNumber><ValidationMessage>no</ValidationMessage></Detail>'
  expect(ours(acknowledgement(header({ ValidationStatus: 'FatalError' }) + detail.repeat(8000))).details).toHaveLength(
    8000,
  )
})

test('nothing that was garbled on the way is ever read as a verdict of another kind', () => {
  const refusal = Buffer.from(acknowledgement(header({ ValidationStatus: 'FatalError' })))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(refusal.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const bytes = Buffer.from(refusal)
        for (const [at, value] of changes) bytes[at] = value
        const answer = read(bytes)
        if (answer.kind !== 'not-understood') expect(answer.acknowledgement.status).toBe('FatalError')
      },
    ),
    { numRuns: 1000 },
  )
})

const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared')
describe.skipIf(!existsSync(join(shared, 'hostile')))('of the shared material', () => {
  test.each([
    ['own-ack-status-case.xml', 'not-understood'],
    ['own-ack-two-headers.xml', 'not-understood'],
    ['own-ack-xss.xml', 'not-understood'],
    ['own-pjr-html-502.xml', 'not-understood'],
  ])('%s is %s', (file, kind) => {
    expect(kindOf(readFileSync(join(shared, 'hostile', file)))).toBe(kind)
  })

  test('no hostile file is read as an acknowledgement of ours', () => {
    const files = readdirSync(join(shared, 'hostile')).filter((file) => file.endsWith('.xml'))
    expect(files.length).toBeGreaterThan(80)
    for (const file of files) expect(kindOf(readFileSync(join(shared, 'hostile', file))), file).toBe('not-understood')
  })

  test('the samples of refusals keep every line', () => {
    const fatal = ours(readFileSync(join(shared, 'domain/samples/ack_fatal_errors.xml')), 'PJR20251111060400820.xml')
    expect(fatal.status).toBe('FatalError')
    expect(fatal.details.map(({ line, position }) => [line, position])).toEqual([
      [12, 7],
      [73, 11],
      [80, 5],
    ])
    const single = ours(
      readFileSync(join(shared, 'domain/samples/ack_fatal_single_detail.xml')),
      'PJR20251111060400821.xml',
    )
    expect(single.details).toHaveLength(1)
  })
})
