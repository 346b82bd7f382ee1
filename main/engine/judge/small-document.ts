// The gate for a small document that is parsed as a whole afterwards: the answer to a journal (design 4.4). The parser
// behind it is lenient; this is what keeps a cut, doubled or hostile answer from being read as a verdict.

import { performance } from 'node:perf_hooks'
import type { Finding } from '../../../contract/judgement.ts'
import { decideAtGate, passGate } from './gate.ts'
import { Refusal } from './refusal.ts'

export type GatedDocument =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly finding: Finding }

/**
 * The decoded text (without byte order mark and a trailing 0x1A) of a document that passed the gate, or why it did
 * not. Never throws because of the bytes.
 */
export const gateSmallDocument = (
  bytes: Uint8Array,
  options: { readonly maxBytes: number; readonly now?: () => number },
): GatedDocument => {
  const texts: string[] = []
  try {
    const decision = decideAtGate(bytes, options.maxBytes)
    const now = options.now ?? (() => performance.now())
    const steps = passGate(
      bytes,
      decision,
      { now },
      () => null,
      (text) => texts.push(text),
    )
    while (steps.next().done !== true);
    return { ok: true, text: texts.join('') }
  } catch (fault) {
    const refusal =
      fault instanceof Refusal ? fault : new Refusal('reader-failed', null, `the reader failed: ${String(fault)}`)
    return { ok: false, finding: refusal.finding }
  }
}
