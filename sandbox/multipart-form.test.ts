import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { boundaryOf, firstFileName, parseParameters, readForm } from './multipart-form.ts'
import { formBody } from './testing/cloud-visitor.ts'

const boundary = 'practice-boundary'
const read = (body: Buffer | string) => readForm(Buffer.from(body), boundary)

describe('reading a form', () => {
  test('gives back every byte, also ones that look like the beginning of a boundary', () => {
    const tricky = [
      '',
      '\r\n',
      '\r\n--',
      `\r\n--${boundary}!`,
      `--${boundary}!`,
      `\r\n--${boundary}x`,
      `\r\n--${boundary}-`,
      '\r',
      '\u0000',
    ]
    for (const text of tricky) {
      const bytes = Buffer.from(text)
      expect([text, readForm(formBody('a.xml', bytes), boundary)]).toEqual([
        text,
        { ok: true, parts: [{ name: 'PJR', fileName: 'a.xml', contentType: 'text/xml', bytes }] },
      ])
    }
    const noise = randomBytes(100_000)
    expect(readForm(formBody('a.xml', noise), boundary)).toMatchObject({ parts: [{ bytes: noise }] })
  })

  test('reads what undici and the platform write', async () => {
    const form = new FormData()
    form.append('PJR', new Blob(['<a/>\r\n'], { type: 'text/xml' }), 'naxml "é" 1.xml')
    const request = new Request('http://localhost/', { method: 'POST', body: form })
    const mark = boundaryOf(request.headers.get('content-type') ?? '')
    const parsed = readForm(Buffer.from(await request.arrayBuffer()), mark ?? '')
    expect(parsed).toEqual({
      ok: true,
      parts: [{ name: 'PJR', fileName: 'naxml "é" 1.xml', contentType: 'text/xml', bytes: Buffer.from('<a/>\r\n') }],
    })
  })

  test('reads several parts in order', () => {
    const two = Buffer.concat([
      formBody('a.xml', Buffer.from('1')).subarray(0, -`\r\n--${boundary}--\r\n`.length),
      Buffer.from('\r\n'),
      formBody('b.xml', Buffer.from('2')),
    ])
    expect(read(two)).toMatchObject({ ok: true, parts: [{ fileName: 'a.xml' }, { fileName: 'b.xml' }] })
  })

  test.each([
    ['nothing', ''],
    ['something before the boundary', `\r\n${formBody('a', Buffer.from('x')).toString()}`],
    ['something after the end', `${formBody('a', Buffer.from('x')).toString()}x`],
    ['no end', formBody('a', Buffer.from('x')).subarray(0, -6)],
    ['bare line feeds', formBody('a', Buffer.from('x')).toString().replaceAll('\r\n', '\n')],
    ['another boundary', formBody('a', Buffer.from('x'), { boundary: 'other' })],
    ['a part without a name', formBody('a', Buffer.from('x'), { disposition: 'form-data; filename="a"' })],
    ['a part that is an attachment', formBody('a', Buffer.from('x'), { disposition: 'attachment; name="PJR"' })],
    [
      'two file names',
      formBody('a', Buffer.from('x'), { disposition: 'form-data; name="PJR"; filename="a"; filename="b"' }),
    ],
    [
      'a file name of the extended form',
      formBody('a', Buffer.from('x'), { disposition: 'form-data; name="PJR"; filename*=UTF-8\'\'a' }),
    ],
    ['base64', formBody('a', Buffer.from('x'), { contentType: 'text/xml\r\nContent-Transfer-Encoding: base64' })],
    ['two types', formBody('a', Buffer.from('x'), { contentType: 'text/xml\r\nContent-Type: text/plain' })],
    ['headers that are not UTF-8', Buffer.from(formBody('\u00E9', Buffer.from('x')).toString(), 'latin1')],
  ])('refuses %s in words', (_, body) => {
    const parsed = read(Buffer.from(body))
    expect(parsed.ok).toBe(false)
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[A-Z].*\.$/)
  })

  test('undoes both ways to write a quotation mark in a file name', () => {
    const nameOf = (disposition: string): unknown => read(formBody('', Buffer.from('x'), { disposition }))
    for (const written of ['a%22b.xml', 'a\\"b.xml'])
      expect(nameOf(`form-data; name="PJR"; filename="${written}"`)).toMatchObject({ parts: [{ fileName: 'a"b.xml' }] })
    expect(nameOf('form-data; name="PJR"; filename="C:\\out\\b.xml"')).toMatchObject({
      parts: [{ fileName: 'C:\\out\\b.xml' }],
    })
  })

  test('knows a boundary only in a well-formed Content-Type', () => {
    expect(boundaryOf('multipart/form-data; boundary="a b"')).toBe('a b')
    expect(boundaryOf('Multipart/Form-Data; charset=x; BOUNDARY=abc')).toBe('abc')
    for (const wrong of [
      'multipart/mixed; boundary=a',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      `multipart/form-data; boundary=${'x'.repeat(71)}`,
    ])
      expect(boundaryOf(wrong)).toBeNull()
  })

  test('tells the first file name from the beginning of a body', () => {
    const body = formBody('PJR1.xml', Buffer.from('x'.repeat(1000)))
    expect(firstFileName(body.subarray(0, 140))).toBe('PJR1.xml')
    expect(firstFileName(Buffer.alloc(0))).toBeNull()
  })

  test('does not take a header with a parameter twice or a broken one', () => {
    expect(parseParameters('a/b; x=1; y="2;3"')?.parameters).toEqual(
      new Map([
        ['x', '1'],
        ['y', '2;3'],
      ]),
    )
    for (const wrong of ['a/b; x=1; X=2', 'a/b; x', 'a/b; x="1', '', 'a/b, c/d'])
      expect(parseParameters(wrong)).toBeNull()
  })
})
