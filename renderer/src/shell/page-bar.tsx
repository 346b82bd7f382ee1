// The one bar above a page, and its announcement when its cause is a new one.

import { useEffect, useRef } from 'react'
import { useSnapshot, useStoreTimes } from '../data/snapshot-context.tsx'
import { NoticeBar } from '../parts/notice-bar.tsx'
import { useAnnounce } from '../parts/live-region.tsx'
import { barOf, type BarPlace } from '../words/bar.ts'
import { say } from '../words/say.ts'
import { useCommands } from './commands.tsx'

export const PageBar = ({ place }: { readonly place: BarPlace }) => {
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const { act } = useCommands()
  const announce = useAnnounce()
  const bar = barOf(snapshot, times.now, place)
  const said = useRef<string | null>(null)
  const values = bar === null ? {} : { n: bar.n, time: times.moment(bar.at) }
  const cause = bar === null ? '' : say(bar.cause, values)
  const text = bar === null ? '' : (bar.sentence ?? say(bar.text, values))
  const key = bar?.key ?? null

  useEffect(() => {
    if (said.current === key) return
    said.current = key
    // What stops all sending is said more urgently (urgent-news.tsx).
    if (key !== null && key !== 'sign-in') announce(`${cause} ${text}`)
  }, [announce, cause, key, text])

  if (bar === null) return null
  const action =
    bar.action === null || bar.actionWords === null
      ? null
      : { words: say(bar.actionWords), run: () => bar.action !== null && act(bar.action) }
  return <NoticeBar hue={bar.hue} icon={bar.icon} cause={cause} text={text} action={action} />
}
