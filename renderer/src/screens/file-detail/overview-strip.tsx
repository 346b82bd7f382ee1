// The thin picture of the whole file beside the lines: where marks are, and which part is in view. A help for the
// eye and the mouse; everything in it can be reached by F8 and Go to line.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { MouseEvent } from 'react'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { colours } from '../../theme/themes.ts'
import { kindWords } from './advice.ts'
import type { MessageKind } from './file-messages.ts'

/** More marks than pixels help nobody. */
const MOST_MARKS = 400

const useStyles = makeStyles({
  strip: {
    position: 'relative',
    width: '12px',
    flexShrink: 0,
    borderLeft: `1px solid ${colours.sbCardBorder}`,
    backgroundColor: colours.sbCode,
    cursor: 'pointer',
  },
  view: { position: 'absolute', left: 0, right: 0, minHeight: '8px', backgroundColor: tokens.colorNeutralBackground5 },
  mark: {
    position: 'absolute',
    left: '2px',
    right: '2px',
    height: '3px',
    backgroundColor: hue.fg,
    forcedColorAdjust: 'none',
  },
})

export interface OverviewStripProps {
  readonly lineCount: number
  readonly marks: ReadonlyMap<number, MessageKind>
  /** Parts of the file in view, 0 to 1. */
  readonly from: number
  readonly to: number
  readonly onPick: (line: number) => void
}

export const OverviewStrip = ({ lineCount, marks, from, to, onPick }: OverviewStripProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const percent = (part: number): string => `${Math.min(100, Math.max(0, part * 100))}%`
  const pick = (event: MouseEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const part = (event.clientY - box.top) / Math.max(1, box.height)
    onPick(Math.min(lineCount, Math.max(1, Math.ceil(part * lineCount))))
  }
  return (
    <div aria-hidden className={styles.strip} onClick={pick}>
      <div className={styles.view} style={{ top: percent(from), height: percent(to - from) }} />
      {[...marks].slice(0, MOST_MARKS).map(([line, kind]) => (
        <div
          key={line}
          className={mergeClasses(hues[kindWords[kind].hue], styles.mark)}
          style={{ top: `calc(${percent((line - 1) / Math.max(1, lineCount))} - 1px)` }}
        />
      ))}
    </div>
  )
}
