// Says at once, on whatever screen the person is, what stops all sending until somebody acts: that Petrosoft does not let
// this store in, and that there is no room for files (ux 2.15). Each is said once, when it begins.

import { useEffect, useRef } from 'react'
import type { ProblemCode } from '../../../contract/engine-status.ts'
import { useSnapshot, useStoreTimes } from '../data/snapshot-context.tsx'
import { useAnnounceUrgently } from '../parts/live-region.tsx'
import { problemWords } from '../words/problems.ts'
import { say } from '../words/say.ts'

const urgent: readonly ProblemCode[] = [
  'sign-in-refused',
  'sign-in-no-token',
  'sign-in-needed',
  'forbidden',
  'disk-full',
]

export const UrgentNews = () => {
  const announce = useAnnounceUrgently()
  const times = useStoreTimes()
  const { status } = useSnapshot()
  const problem = status?.problems.find(({ code }) => urgent.includes(code))
  const code = problem?.code ?? null
  const values = problem === undefined ? {} : { n: problem.count, time: times.momentShort(problem.since) }
  const words = code === null ? '' : `${say(problemWords[code].title, values)}. ${say(problemWords[code].text, values)}`
  const said = useRef<ProblemCode | null>(null)
  useEffect(() => {
    if (said.current === code) return
    said.current = code
    if (code !== null) announce(words)
  }, [announce, code, words])
  return null
}
