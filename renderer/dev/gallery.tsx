// Every status, problem, day verdict, standing, bar and link of the way, drawn by the window's own parts, to be looked at
// side by side (ux part 4, rows 13 and 14): gallery.html?language=es-US&theme=dark. Never part of the product.

import { FluentProvider } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import type { AppSnapshot, FileRow } from '../../contract/ipc.ts'
import { languageOf } from '../../contract/language.ts'
import { dayVerdicts } from '../../contract/sales-days.ts'
import { documentStates, type DocumentProblem } from '../../contract/vocabulary.ts'
import { SnapshotProvider } from '../src/data/snapshot-context.tsx'
import { ClockProvider } from '../src/data/clock.tsx'
import { LinkState } from '../src/parts/chain.tsx'
import { NoticeBar } from '../src/parts/notice-bar.tsx'
import { StatusBadge } from '../src/parts/status-badge.tsx'
import { StatusPill } from '../src/parts/status-pill.tsx'
import { DayMark } from '../src/screens/sales-days/day-mark.tsx'
import { verdictLook } from '../src/screens/sales-days/day-words.ts'
import '../src/theme/global.css'
import { darkTheme, lightTheme } from '../src/theme/themes.ts'
import { chainOf } from '../src/words/chain.ts'
import { pillOf } from '../src/words/headline.ts'
import { problemWords } from '../src/words/problems.ts'
import { say, speak } from '../src/words/say.ts'
import { statusOf } from '../src/words/status.ts'
import { NOW, scenarios, type ScenarioName } from './scenarios.ts'

const query = new URLSearchParams(window.location.search)
const asked = query.get('language')
const language = languageOf(asked === 'es-US' ? 'es-US' : 'en-US', [])

const problemsOf: Readonly<Partial<Record<(typeof documentStates)[number], readonly DocumentProblem[]>>> = {
  found: ['empty', 'growing', 'locked', 'unreadable'],
  unclear: ['unanswered', 'not-understood', 'other-name', 'restored'],
  held: ['not-well-formed', 'doctype', 'encoding', 'cut-off', 'too-large', 'other-store', 'repeats', 'reader-failed'],
  'not-needed': ['no-sales', 'training', 'other-naxml', 'not-a-journal'],
  ignored: ['before-start'],
}
const waitCauses: readonly FileRow['waitCause'][] = ['document', 'service', 'paused', 'sign-in', 'no-internet']
const soon = new Date(NOW + 400_000).toISOString()

const statuses = documentStates.flatMap((state) => [
  { key: state, status: statusOf({ state, problem: null, waitCause: null, nextAttemptAt: null }, NOW) },
  ...(problemsOf[state] ?? []).map((problem) => ({
    key: `${state} ${problem}`,
    status: statusOf({ state, problem, waitCause: null, nextAttemptAt: null }, NOW),
  })),
  ...(state === 'waiting' ? waitCauses : []).map((waitCause) => ({
    key: `${state} ${waitCause}`,
    status: statusOf({ state, problem: null, waitCause, nextAttemptAt: soon }, NOW),
  })),
])

const snapshots = Object.keys(scenarios).map((name): readonly [string, AppSnapshot] => [
  name,
  scenarios[name as ScenarioName]().snapshot,
])

const Part = ({
  title,
  wide = false,
  children,
}: {
  readonly title: string
  readonly wide?: boolean
  readonly children: ReactNode
}) => (
  <section data-part={title} style={{ padding: '8px 16px' }}>
    <h2 style={{ fontSize: 14, margin: '8px 0' }}>{title}</h2>
    <div
      style={{ display: 'grid', gap: 6, gridTemplateColumns: wide ? '1fr' : 'repeat(auto-fill, minmax(300px, 1fr))' }}
    >
      {children}
    </div>
  </section>
)

const Pictured = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div data-entry={name} style={{ display: 'flex', alignItems: 'center', gap: 8, minWidth: 0 }}>
    {children}
  </div>
)

const time = (): string => say('time.minutesAgo', { n: 7 })

const Gallery = () => (
  <main>
    <Part title="files">
      {statuses.map(({ key, status }) => (
        <Pictured key={key} name={key}>
          <StatusBadge status={status} />
        </Pictured>
      ))}
    </Part>
    <Part title="days">
      {dayVerdicts.map((verdict) => (
        <Pictured key={verdict} name={verdict}>
          <DayMark verdict={verdict} size={20} />
          {say(verdictLook[verdict].name)}
        </Pictured>
      ))}
    </Part>
    <Part title="standings">
      {snapshots.map(([name, snapshot]) => {
        const pill = pillOf(snapshot, NOW)
        return (
          <Pictured key={name} name={name}>
            <StatusPill icon={pill.icon} hue={pill.hue} words={say(pill.id, { ...pill.values, time: time() })} />
          </Pictured>
        )
      })}
    </Part>
    <Part title="links">
      {Object.values(scenarios).flatMap((make, index) =>
        chainOf(make().connection, false).map((link) => (
          <Pictured key={`${index} ${link.name}`} name={`${index} ${link.name}`}>
            <LinkState link={link} />
          </Pictured>
        )),
      )}
    </Part>
    <Part title="problems" wide>
      {Object.entries(problemWords).map(([code, words]) => (
        <Pictured key={code} name={code}>
          <StatusPill icon={words.icon} hue={words.hue} words={say(words.pill, { n: 3, time: time() })} />
          <div style={{ flexGrow: 1 }}>
            <NoticeBar
              hue={words.hue}
              icon={words.icon}
              cause={say(words.title, { n: 3, time: time() })}
              text={say(words.text, { n: 3, time: time() })}
              action={{ words: say(words.actionWords), run: () => undefined }}
            />
          </div>
        </Pictured>
      ))}
    </Part>
  </main>
)

speak(language)
document.documentElement.lang = language
const place = document.getElementById('root')
if (place === null) throw new Error('the page has no element with the id root')
createRoot(place).render(
  <FluentProvider theme={query.get('theme') === 'dark' ? darkTheme : lightTheme}>
    <ClockProvider clock={() => NOW}>
      <SnapshotProvider value={scenarios.good().snapshot}>
        <Gallery />
      </SnapshotProvider>
    </ClockProvider>
  </FluentProvider>,
)
