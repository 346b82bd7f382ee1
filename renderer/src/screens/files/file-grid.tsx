// The list of files as a grid: only the rows in view exist, each with its true number; one stop for Tab, arrows, Page,
// Home and End move the row, Enter opens it (ux 1.2, 2.7, 2.14).

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { useElementSize } from '../../theme/use-element-size.ts'
import { usePixels } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { FileCells } from './file-cells.tsx'
import { columnsFor, MAX_ROWS, movedRow, rowsThatFit, type Column, type InView, type ListRow } from './pinned-list.ts'

export const ROW_HEIGHT = 36
export const TWO_LINE_ROW_HEIGHT = 56
export const THREE_LINE_ROW_HEIGHT = 76

const headWords: Readonly<Record<Column, MessageId>> = {
  status: 'files.column.status',
  day: 'files.column.day',
  file: 'files.column.file',
  sales: 'files.column.sales',
  found: 'files.column.found',
  answer: 'files.column.answer',
  problems: 'files.column.problems',
}

const tracks: Readonly<Record<Column, string>> = {
  status: `minmax(${rem(220)}, ${rem(272)})`,
  day: rem(96),
  file: 'minmax(0, 1fr)',
  sales: rem(48),
  found: rem(140),
  answer: rem(80),
  problems: rem(80),
}

const numbers: readonly Column[] = ['sales', 'found', 'answer']

const useStyles = makeStyles({
  grid: {
    display: 'flex',
    flexDirection: 'column',
    flex: `1 1 ${rem(240)}`,
    minHeight: rem(240),
    minWidth: 0,
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    overflow: 'hidden',
  },
  head: {
    ...text.captionStrong,
    display: 'grid',
    columnGap: '16px',
    alignItems: 'center',
    flexShrink: 0,
    height: rem(36),
    padding: '0 20px',
    color: tokens.colorNeutralForeground3,
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  hiddenHead: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
  },
  number: { textAlign: 'right' },
  scroller: { flexGrow: 1, minHeight: 0, overflowY: 'auto', position: 'relative', overflowAnchor: 'none' },
  spacer: { position: 'relative', width: '100%' },
  row: {
    ...text.body,
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'grid',
    columnGap: '16px',
    alignItems: 'center',
    padding: '0 20px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
})

export interface FileGridProps {
  /** A row by its place; undefined while it is on its way. */
  readonly rowAt: (index: number) => ListRow | undefined
  readonly total: number
  readonly startRow: number
  readonly startOffset: number
  /** The start row takes the focus: the person comes back to it. */
  readonly takesFocus: boolean
  readonly onOpen: (row: ListRow, index: number, offset: number) => void
  readonly onView: (view: InView) => void
}

export const FileGrid = (props: FileGridProps) => {
  const { rowAt, total, startRow, startOffset, takesFocus, onOpen, onView } = props
  const styles = useStyles()
  const pixels = usePixels()
  const [measure, size] = useElementSize()
  const scroller = useRef<HTMLDivElement | null>(null)
  const [active, setActive] = useState(startRow)
  const wantsFocus = useRef(takesFocus)

  const columns = columnsFor(size.width === 0 ? 1000 : size.width / pixels(1))
  const oneLine = typeof columns !== 'string'
  const rowPx = pixels(oneLine ? ROW_HEIGHT : columns === 'two-lines' ? TWO_LINE_ROW_HEIGHT : THREE_LINE_ROW_HEIGHT)
  const count = Math.min(total, rowsThatFit(rowPx, window.devicePixelRatio))
  const current = Math.min(active, Math.max(0, count - 1))

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    initialOffset: startOffset,
    // The row that has the focus stays, wherever the list is scrolled to.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
  })
  useEffect(() => virtualizer.measure(), [rowPx, virtualizer])

  const items = virtualizer.getVirtualItems()
  const range = virtualizer.range
  const first = range?.startIndex ?? 0
  const last = range?.endIndex ?? 0
  useEffect(() => onView({ first, last, focused: current }), [current, first, last, onView])

  // At any render: the first one has no rows yet.
  useEffect(() => {
    if (!wantsFocus.current) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)
    if (row == null) return
    wantsFocus.current = false
    row.focus({ preventScroll: true })
    // In a low window the list itself may lie below the edge.
    row.scrollIntoView({ block: 'nearest' })
  })

  const open = useCallback(
    (index: number) => {
      const row = rowAt(index)
      if (row !== undefined) onOpen(row, index, scroller.current?.scrollTop ?? 0)
    },
    [onOpen, rowAt],
  )

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      open(current)
      return
    }
    const page = Math.max(1, Math.floor(size.height / rowPx) - 2)
    const next = movedRow(event.key, event.ctrlKey, current, count, page)
    if (next === null) return
    event.preventDefault()
    if (next === current) return
    wantsFocus.current = true
    setActive(next)
    virtualizer.scrollToIndex(next, { align: 'auto' })
  }

  const template = oneLine ? columns.map((column) => tracks[column]).join(' ') : undefined
  const shown: readonly Column[] = oneLine ? columns : ['status', 'day', 'found', 'file', 'problems', 'answer']
  return (
    <>
      {count < Math.min(total, MAX_ROWS) && (
        <NoticeBar hue="blue" icon="clock" cause={say('files.tooManyHere')} text={say('files.tooMany.text')} />
      )}
      <div role="grid" aria-label={say('files.grid')} aria-rowcount={total + 1} className={styles.grid}>
        <div role="rowgroup">
          <div
            role="row"
            aria-rowindex={1}
            className={oneLine ? styles.head : styles.hiddenHead}
            style={
              template === undefined
                ? undefined
                : { gridTemplateColumns: template, paddingRight: `${20 + size.scrollBar}px` }
            }
          >
            {shown.map((column) => (
              <span
                key={column}
                role="columnheader"
                aria-sort={column === 'found' ? 'descending' : undefined}
                className={mergeClasses(numbers.includes(column) && styles.number)}
              >
                {say(headWords[column])}
              </span>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          ref={(element) => {
            scroller.current = element
            return measure(element)
          }}
          className={styles.scroller}
          onKeyDown={onKeyDown}
        >
          <div role="none" className={styles.spacer} style={{ height: `${virtualizer.getTotalSize()}px` }}>
            {items.map((item) => {
              const row = rowAt(item.index)
              return (
                <div
                  key={item.index}
                  role="row"
                  data-index={item.index}
                  data-region-start={item.index === current ? '' : undefined}
                  aria-rowindex={item.index + 2}
                  aria-busy={row === undefined}
                  tabIndex={item.index === current ? 0 : -1}
                  className={styles.row}
                  style={{
                    height: `${rowPx}px`,
                    transform: `translateY(${item.start}px)`,
                    ...(template === undefined ? {} : { gridTemplateColumns: template }),
                  }}
                  onClick={() => {
                    setActive(item.index)
                    open(item.index)
                  }}
                >
                  <FileCells row={row ?? null} columns={columns} />
                </div>
              )
            })}
          </div>
        </div>
      </div>
    </>
  )
}
