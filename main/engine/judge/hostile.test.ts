// The hostile documents against what their index expects of the gate: ACC accept; ACC* accept, a later rule decides;
// ACC? well-formed, may be refused for a namespace reason only; REJ refuse.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { gateSmallDocument } from './small-document.ts'
import { sharedFolder } from './shared-material.ts'
import { verdictOf } from './verdict-of.ts'

const folder = sharedFolder('hostile')
const index = folder === null ? '' : readFileSync(join(folder, 'INDEX.md'), 'utf8')
const rows = index
  .split('\n')
  .map((line) => line.split('|').map((column) => column.trim()))
  .flatMap(([, file, , , , expectation]) =>
    file?.endsWith('.xml') === true && expectation !== undefined ? [[file, expectation] as const] : [],
  )

const settings = { storeLocationIds: [], sendUnsupported: 'send', sendTraining: 'send' } as const

describe.skipIf(folder === null)('the hostile documents (skipped where the shared material is not there)', () => {
  test('are all in the index', () => {
    expect(rows.length).toBeGreaterThan(80)
  })

  test.each(rows)('%s: %s', async (file, expectation) => {
    const bytes = readFileSync(join(folder ?? '', file))
    const judgement = await judge(bytes, { maxBytes: 1_000_000 })
    if (expectation === 'REJ') {
      expect(judgement).toMatchObject({ wellFormed: false, events: [] })
      expect(judgement.findings[0]).toMatchObject({ severity: 'error' })
    } else {
      expect(judgement.findings.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(judgement.wellFormed).toBe(true)
    }
    expect(gateSmallDocument(bytes, { maxBytes: 1_000_000 }).ok).toBe(judgement.wellFormed)
  })

  test.each([
    ['own-pjr-good.xml', 'waiting', null],
    ['own-pjr-crlf-good.xml', 'waiting', null],
    ['own-pjr-win1252-good.xml', 'waiting', null],
    ['own-pjr-html-502.xml', 'not-needed', 'not-a-journal'],
    ['own-ack-xss.xml', 'not-needed', 'other-naxml'],
    ['own-51-proto-pollution.xml', 'not-needed', 'not-a-journal'],
    ['own-pjr-cut-10pct.xml', 'held', 'cut-off'],
    ['own-pjr-cut-90pct.xml', 'held', 'cut-off'],
    ['own-pjr-cut-1byte.xml', 'held', 'cut-off'],
    ['own-pjr-cut-mid-utf8.xml', 'held', 'cut-off'],
    ['own-pjr-nul-padded-sector.xml', 'held', 'cut-off'],
    ['own-pjr-nul-tail.xml', 'held', 'cut-off'],
    ['own-39-truncated.xml', 'held', 'cut-off'],
    ['own-42-only-whitespace.xml', 'held', 'cut-off'],
    ['own-43-only-nuls.xml', 'held', 'cut-off'],
    ['own-46-bare-amp.xml', 'held', 'not-well-formed'],
    ['own-19-declared-utf16-but-utf8.xml', 'held', 'encoding'],
    ['own-21-invalid-utf8.xml', 'held', 'encoding'],
    ['own-01-billion-laughs.xml', 'held', 'doctype'],
  ])('%s is %s %s', async (file, state, problem) => {
    const judgement = await judge(readFileSync(join(folder ?? '', file)), { maxBytes: 1_000_000 })
    expect(verdictOf(judgement, settings)).toEqual(problem === null ? { state } : { state, problem })
  })
})
