// The last 24 hours in steps of five minutes, a lane for each link (visual.md, "24-hour strip"): the height of a mark
// says what it means, never its colour alone; the same as a table for whoever cannot use a picture.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { ConnectionDay, LaneState, LinkLane } from '../../../../contract/ipc.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatDuration, HOUR_MS, MINUTE_MS } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { linkNames } from '../../parts/chain.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { brokenLanes, laneStateWords, stripRows, unmeasuredMs, wasMeasured } from './day-strip-words.ts'

const useStyles = makeStyles({
  summary: { ...text.body, margin: '0 0 12px', color: tokens.colorNeutralForeground2 },
  scroll: { overflowX: 'auto', ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  plot: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: `max-content minmax(${rem(520)}, 1fr) max-content`,
    gap: '4px 16px',
    alignItems: 'end',
  },
  name: { ...text.body },
  lane: { position: 'relative', height: rem(20) },
  run: { position: 'absolute', bottom: 0, boxSizing: 'border-box', forcedColorAdjust: 'none' },
  working: { height: rem(6), backgroundColor: colours.sbGreenFg },
  broken: { height: rem(20), minWidth: '3px', backgroundColor: colours.sbBlueFg },
  quiet: {
    height: rem(6),
    backgroundImage: `repeating-linear-gradient(90deg, ${colours.sbGreyFg} 0 1px, transparent 1px 4px)`,
  },
  'not-measured': { height: rem(12), minWidth: '3px', border: `1px dashed ${colours.sbGreyFg}` },
  total: { ...text.caption, textAlign: 'right', color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  axis: { position: 'relative', height: rem(18) },
  label: {
    ...text.caption,
    position: 'absolute',
    transform: 'translateX(-50%)',
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'nowrap',
  },
  lastLabel: { transform: 'translateX(-100%)' },
  legend: {
    ...text.caption,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 20px',
    margin: '12px 0 0',
    padding: 0,
    listStyleType: 'none',
  },
  legendItem: { display: 'flex', alignItems: 'center', gap: '8px' },
  swatch: { position: 'static', display: 'inline-block', width: rem(20) },
  swatchBroken: { width: rem(8), height: rem(14) },
  table: { ...text.caption, borderCollapse: 'collapse', width: '100%', fontVariantNumeric: 'tabular-nums' },
  tall: { maxHeight: rem(240), overflowY: 'auto' },
  cell: { textAlign: 'left', padding: '3px 16px 3px 0', fontWeight: 400, whiteSpace: 'nowrap' },
  head: { ...text.captionStrong, color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
})

const states: readonly LaneState[] = ['working', 'broken', 'quiet', 'not-measured']

const useSummary = (day: ConnectionDay, names: ReturnType<typeof linkNames>): string => {
  const broken = brokenLanes(day)
  const unmeasured = unmeasuredMs(day)
  if (!wasMeasured(day)) return say('strip.summary.nothing')
  return [
    broken.length === 0
      ? say('strip.summary.none')
      : say('strip.summary.broken', {
          list: broken
            .map(({ link, brokenMs }) =>
              say('strip.summary.one', { link: say(names[link]), duration: formatDuration(brokenMs) }),
            )
            .join(', '),
        }),
    ...(unmeasured > 0 ? [say('strip.summary.unmeasured', { duration: formatDuration(unmeasured) })] : []),
  ].join(' ')
}

const Picture = ({ day, names }: { readonly day: ConnectionDay; readonly names: ReturnType<typeof linkNames> }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const begins = Date.parse(day.from)
  const whole = Math.max(1, Date.parse(day.to) - begins)
  const percent = (ms: number): string => `${(ms / whole) * 100}%`
  const firstHour = Math.ceil(begins / (3 * HOUR_MS)) * 3 * HOUR_MS
  const ticks = Array.from({ length: 8 }, (_, index) => firstHour + index * 3 * HOUR_MS).filter(
    // Not where it would run into "Now".
    (at) => at < begins + whole * 0.92 && at > begins + whole * 0.02,
  )
  const lasted = ({ brokenMs }: LinkLane): string =>
    brokenMs === 0 ? say('strip.noBreak') : formatDuration(Math.max(MINUTE_MS, brokenMs))
  return (
    <>
      <div className={styles.plot} aria-hidden>
        <span />
        <span />
        <span className={styles.total}>{say('strip.broken')}</span>
        {day.lanes.map((lane) => [
          <span key={`${lane.link} name`} className={styles.name}>
            {say(names[lane.link])}
          </span>,
          <div key={`${lane.link} lane`} className={styles.lane}>
            {lane.runs.map((run) => (
              <span
                key={run.from}
                title={say('strip.run', {
                  state: say(laneStateWords[run.state]),
                  from: times.momentShort(run.from),
                  to: times.momentShort(run.to),
                })}
                className={mergeClasses(styles.run, styles[run.state])}
                style={{
                  left: percent(Date.parse(run.from) - begins),
                  width: percent(Date.parse(run.to) - Date.parse(run.from)),
                }}
              />
            ))}
          </div>,
          <span key={`${lane.link} total`} className={styles.total}>
            {lasted(lane)}
          </span>,
        ])}
        <span />
        <div className={styles.axis}>
          {ticks.map((at) => (
            <span key={at} className={styles.label} style={{ left: percent(at - begins) }}>
              {times.clock(new Date(at).toISOString())}
            </span>
          ))}
          <span className={mergeClasses(styles.label, styles.lastLabel)} style={{ left: '100%' }}>
            {say('strip.now')}
          </span>
        </div>
        <span />
      </div>
      <ul className={styles.legend} aria-hidden>
        {states.map((state) => (
          <li key={state} className={styles.legendItem}>
            <span
              className={mergeClasses(
                styles.run,
                styles[state],
                styles.swatch,
                state === 'broken' && styles.swatchBroken,
              )}
            />
            {say(laneStateWords[state])}
          </li>
        ))}
      </ul>
    </>
  )
}

const Twin = ({ day, names }: { readonly day: ConnectionDay; readonly names: ReturnType<typeof linkNames> }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  return (
    <div className={mergeClasses(styles.scroll, styles.tall)} tabIndex={0} role="group" aria-label={say('strip.title')}>
      <table className={styles.table} aria-label={say('strip.title')}>
        <thead>
          <tr>
            {[say('strip.from'), say('strip.to'), ...day.lanes.map(({ link }) => say(names[link]))].map((head) => (
              <th key={head} scope="col" className={mergeClasses(styles.cell, styles.head)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stripRows(day).map((row) => (
            <tr key={row.from}>
              <th scope="row" className={styles.cell}>
                {times.moment(row.from)}
              </th>
              <td className={styles.cell}>{row.to === day.to ? say('strip.now') : times.moment(row.to)}</td>
              {row.states.map((state, index) => (
                <td
                  key={day.lanes[index]?.link ?? index}
                  className={mergeClasses(styles.cell, state === 'broken' && styles.strong)}
                >
                  {say(laneStateWords[state])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const DayStrip = ({ day, practice }: { readonly day: ConnectionDay; readonly practice: boolean }) => {
  const styles = useStyles()
  const room = useRoom()
  // On a narrow window the picture would have to be scrolled: the table comes first there.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const asTable = chosen ?? !room.medium
  const names = linkNames(practice)
  const summary = useSummary(day, names)
  return (
    <Card
      title={say('strip.title')}
      about={say('strip.about')}
      action={
        <ActionLink onClick={() => setChosen(!asTable)}>
          {say(asTable ? 'strip.showPicture' : 'strip.showTable')}
        </ActionLink>
      }
    >
      <p className={styles.summary}>{summary}</p>
      {asTable ? (
        <Twin day={day} names={names} />
      ) : (
        <div role="img" aria-label={`${say('strip.title')}. ${summary}`}>
          <div className={styles.scroll} data-strip>
            <Picture day={day} names={names} />
          </div>
        </div>
      )}
    </Card>
  )
}
