import { describe, expect, test } from 'vitest'
import { gateSmallDocument } from './small-document.ts'

const gate = (bytes: Uint8Array | string, maxBytes = 1_048_576) =>
  gateSmallDocument(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, { maxBytes })
const refusal = (bytes: Uint8Array | string, maxBytes?: number): string => {
  const gated = gate(bytes, maxBytes)
  return gated.ok ? 'accepted' : `${gated.finding.rule} ${gated.finding.line ?? '-'}:${gated.finding.column ?? '-'}`
}
const acknowledgement =
  '<NAXML-Acknowledgement version="3.5"><AckHeader><StatusMessage>Café</StatusMessage></AckHeader></NAXML-Acknowledgement>'

describe('the gate for an answer', () => {
  test('gives the decoded text of a document that passes, without byte order mark and trailing 0x1A', () => {
    expect(gate(Buffer.from(acknowledgement))).toEqual({ ok: true, text: acknowledgement })
    expect(gate(Buffer.from(`\ufeff${acknowledgement}`))).toEqual({ ok: true, text: acknowledgement })
    expect(gate(Buffer.from(`\ufeff${acknowledgement}`, 'utf16le'))).toEqual({ ok: true, text: acknowledgement })
    expect(gate(`<?xml version="1.0" encoding="ISO-8859-1"?>${acknowledgement}\x1a`)).toEqual({
      ok: true,
      text: `<?xml version="1.0" encoding="ISO-8859-1"?>${acknowledgement}`,
    })
  })

  test('keeps every character of a text longer than one piece', () => {
    const text = `<a>${'é€\u{1f600}\r\n&amp;'.repeat(40_000)}</a>`
    expect(gate(Buffer.from(text))).toEqual({ ok: true, text })
  })

  test.each([
    ['nothing', '', 'empty -:-'],
    ['junk behind the closed root', `${acknowledgement}x`, `after-root 1:${acknowledgement.length + 1}`],
    ['a second document', `${acknowledgement}\n${acknowledgement}`, 'after-root 2:1'],
    ['a cut answer', acknowledgement.slice(0, -1), `cut-off 1:${acknowledgement.length}`],
    ['zeros behind the root', `${acknowledgement}\0`, `cut-off 1:${acknowledgement.length + 1}`],
    ['a DOCTYPE', `<!DOCTYPE a>${acknowledgement}`, 'doctype 1:1'],
    ['JSON', '{"ok":true}', 'not-xml 1:1'],
  ])('refuses %s', (_, text, expected) => {
    expect(refusal(Buffer.from(text))).toBe(expected)
  })

  test('refuses an answer over the limit unread', () => {
    expect(refusal(acknowledgement, acknowledgement.length - 1)).toBe('too-large -:-')
    expect(refusal(Buffer.from(acknowledgement), Buffer.from(acknowledgement).length)).toBe('accepted')
  })
})
