// The stored file, line by line: only lines in view exist, each at its true number, whatever the size of the file. The
// marked line has a bar, a picture, bold number and value and aria-current; below it a row points at the position.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle'
import { Info16Regular } from '@fluentui/react-icons/svg/info'
import { Warning16Regular } from '@fluentui/react-icons/svg/warning'
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { usePixels } from '../../theme/effective-width.tsx'
import { useElementSize } from '../../theme/use-element-size.ts'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { formatCount } from '../../format/quantity.ts'
import { say } from '../../words/say.ts'
import { kindWords } from './advice.ts'
import { CodeLine } from './code-line.tsx'
import type { MessageKind } from './file-messages.ts'
import { OverviewStrip } from './overview-strip.tsx'
import { pointerAt } from './pointer.ts'
import {
  clampTop,
  lineOfRow,
  rowOfLine,
  rowPosition,
  scaleOf,
  scrollFromTop,
  spacerHeight,
  topForRow,
  topFromScroll,
  visibleRows,
  type ScrollGeometry,
} from './scaled-scroll.ts'
import { isCut, type ShownLine } from './use-file-lines.ts'

export const LINE_HEIGHT = 20
const OVERSCAN = 12
/** Characters of a line that are drawn in full; main cuts them there too. */
export const LONG_LINE = 2000

export interface ViewerMark {
  readonly line: number
  readonly position: number | null
  readonly kind: MessageKind
}

/** The text to draw for the marked line when it is too long to be drawn whole. */
export interface MarkedWindow {
  readonly text: string
  /** Index in `text` of the marked character; null when it lies outside. */
  readonly mark: number | null
}

export interface XmlViewerHandle {
  /** Brings a line to one third from the top. */
  readonly showLine: (line: number) => void
  /** Moves the focus to the marked line. */
  readonly focusMarked: () => void
}

const useStyles = makeStyles({
  frame: { display: 'flex', flexGrow: 1, minHeight: 0, minWidth: 0, backgroundColor: colours.sbCode },
  scroller: {
    ...text.code,
    position: 'relative',
    flexGrow: 1,
    minWidth: 0,
    overflow: 'auto',
    overflowAnchor: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  spacer: { position: 'relative', minWidth: '100%' },
  line: {
    position: 'absolute',
    top: 0,
    left: 0,
    minWidth: '100%',
    whiteSpace: 'pre',
    outlineStyle: 'none',
  },
  row: { display: 'flex', height: rem(LINE_HEIGHT), width: '100%' },
  marked: {
    backgroundColor: hue.tint,
    transitionProperty: 'background-color',
    transitionDuration: '200ms',
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  focusable: { ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' } },
  gutter: {
    position: 'sticky',
    left: 0,
    zIndex: 1,
    flexShrink: 0,
    display: 'flex',
    alignItems: 'center',
    backgroundColor: 'inherit',
    minWidth: rem(92),
    borderLeft: '3px solid transparent',
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
    color: tokens.colorNeutralForeground3,
    userSelect: 'none',
  },
  plainGutter: { backgroundColor: colours.sbCode },
  markedGutter: {
    '@media (forced-colors: active)': { borderLeftColor: 'Highlight' },
    borderLeftColor: hue.fg,
    color: hue.fg,
    fontWeight: 700,
    backgroundColor: hue.tint,
  },
  number: { minWidth: rem(52), textAlign: 'right', flexShrink: 0 },
  picture: { color: hue.fg, marginLeft: '8px', flexShrink: 0 },
  code: { paddingRight: '24px' },
  pointer: { color: hue.fg, whiteSpace: 'pre' },
})

const pictures = { problem: DismissCircle16Filled, note: Warning16Regular, info: Info16Regular } as const

interface LineRowProps {
  readonly number: number
  readonly line: ShownLine | undefined
  /** True while lines are on their way; one that could not be read is not waited for. */
  readonly reading: boolean
  readonly lineCount: number
  readonly kind: MessageKind | null
  readonly mark: ViewerMark | null
  readonly window: MarkedWindow | null
  readonly y: number
}

const LineRow = ({ number, line, reading, lineCount, kind, mark, window: marked, y }: LineRowProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const Picture = kind === null ? null : pictures[kind]
  const isMarked = mark !== null
  const shown = marked !== null ? marked.text : (line?.text ?? '')
  const cut = marked === null && line !== undefined && isCut(line)
  const position = marked !== null ? (marked.mark === null ? null : marked.mark + 1) : (mark?.position ?? null)
  // Room for the digits of the last line, so that the lines stay where they are while one scrolls.
  const gutter = { width: `${String(lineCount).length + 1}ch` }
  const pointer = isMarked && mark.position !== null ? pointerAt(shown, position) : null
  return (
    <div
      role="listitem"
      data-line={number}
      aria-posinset={number}
      aria-setsize={lineCount}
      aria-current={isMarked ? 'true' : undefined}
      aria-busy={reading && line === undefined && marked === null ? true : undefined}
      tabIndex={isMarked ? -1 : undefined}
      className={mergeClasses(
        kind !== null && hues[kindWords[kind].hue],
        styles.line,
        isMarked && styles.marked,
        isMarked && styles.focusable,
      )}
      style={{ transform: `translateY(${y}px)` }}
    >
      <div className={styles.row}>
        <span className={mergeClasses(styles.gutter, styles.plainGutter, isMarked && styles.markedGutter)}>
          <span className={styles.number} style={gutter}>
            {number}
          </span>
          {Picture !== null && kind !== null && (
            <Picture className={styles.picture} aria-label={say(kindWords[kind].name)} />
          )}
        </span>
        <span className={styles.code}>
          <CodeLine text={shown} marked={isMarked} position={pointer?.unit ?? null} />
          {cut && '…'}
        </span>
      </div>
      {isMarked && mark.position !== null && (
        <div className={styles.row}>
          <span className={mergeClasses(styles.gutter, styles.plainGutter, styles.markedGutter)}>
            <span className={styles.number} style={gutter} />
          </span>
          <span className={mergeClasses(styles.code, styles.pointer)}>
            {pointer?.lead}
            <span data-pointer>
              {say(pointer === null ? 'viewer.pointerOutside' : 'viewer.pointer', {
                position: formatCount(mark.position),
              })}
            </span>
          </span>
        </div>
      )}
    </div>
  )
}

export interface XmlViewerProps {
  readonly label: string
  readonly lineCount: number
  readonly marks: ReadonlyMap<number, MessageKind>
  readonly mark: ViewerMark | null
  readonly markedWindow: MarkedWindow | null
  readonly lineAt: (number: number) => ShownLine | undefined
  readonly reading: boolean
  readonly onView: (first: number, last: number) => void
  readonly ref?: Ref<XmlViewerHandle>
  readonly children?: ReactNode
}

export const XmlViewer = (props: XmlViewerProps) => {
  const { label, lineCount, marks, mark, markedWindow, lineAt, reading, onView, ref } = props
  const styles = useStyles()
  const pixels = usePixels()
  const [measure, size] = useElementSize()
  const scroller = useRef<HTMLDivElement | null>(null)
  const expected = useRef(0)
  const [place, setPlace] = useState({ top: 0, scrollTop: 0 })

  const pointerLine = mark !== null && mark.position !== null ? mark.line : null
  const geometry: ScrollGeometry = {
    rows: lineCount + (pointerLine === null ? 0 : 1),
    rowHeight: pixels(LINE_HEIGHT),
    viewport: size.height,
  }
  const current = useRef(geometry)
  current.current = geometry
  const top = clampTop(place.top, geometry)

  /** Moves the content to a true offset and takes the bar along. */
  const moveTo = useCallback((wanted: (now: ScrollGeometry) => number): void => {
    const element = scroller.current
    if (element === null) return
    // The state may not know the height yet: the element does.
    const now = { ...current.current, viewport: element.clientHeight }
    const next = clampTop(wanted(now), now)
    element.scrollTop = scrollFromTop(next, now)
    // The browser rounds: what it kept is what its scroll event will report.
    expected.current = element.scrollTop
    setPlace({ top: next, scrollTop: element.scrollTop })
  }, [])

  const onScroll = (): void => {
    const element = scroller.current
    if (element === null || Math.abs(element.scrollTop - expected.current) < 0.5) return
    expected.current = element.scrollTop
    setPlace({ top: topFromScroll(element.scrollTop, geometry), scrollTop: element.scrollTop })
  }

  // Scaled files: a turn of the wheel moves by true lines. React's own wheel listener may not stop the browser's.
  const scaled = scaleOf(geometry) > 1
  const placeTop = useRef(top)
  placeTop.current = top
  useEffect(() => {
    const element = scroller.current
    if (element === null || !scaled) return
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return
      event.preventDefault()
      const unit = [1, current.current.rowHeight, current.current.viewport][event.deltaMode] ?? 1
      moveTo(() => placeTop.current + event.deltaY * unit)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [moveTo, scaled])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.shiftKey) return
    const page = Math.max(geometry.rowHeight, geometry.viewport - 2 * geometry.rowHeight)
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: top + geometry.rowHeight,
      ArrowUp: top - geometry.rowHeight,
      PageDown: top + page,
      PageUp: top - page,
      Home: 0,
      End: Infinity,
    }
    const wanted = moves[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    if (document.activeElement !== scroller.current) scroller.current?.focus({ preventScroll: true })
    moveTo((now) => Math.min(wanted, now.rows * now.rowHeight))
  }

  const range = visibleRows(top, geometry, OVERSCAN)
  const numbers: number[] = []
  for (let row = range.first; row <= range.last; row += 1) {
    const number = lineOfRow(row, pointerLine)
    if (number !== null) numbers.push(number)
  }
  const first = numbers[0] ?? 1
  const last = numbers[numbers.length - 1] ?? 1
  useEffect(() => onView(first, last), [first, last, onView])

  // A focused line that leaves the view must not take the focus into nowhere.
  const markVisible = mark !== null && mark.line >= first && mark.line <= last
  const markHadFocus = useRef(false)
  useLayoutEffect(() => {
    if (!markVisible && markHadFocus.current) {
      markHadFocus.current = false
      scroller.current?.focus({ preventScroll: true })
    }
  }, [markVisible])

  // A position far to the right is brought into view, once its line is there.
  const markKey = mark === null ? null : `${mark.line}|${mark.position}|${markedWindow?.text.length ?? 0}`
  useEffect(() => {
    const element = scroller.current
    const pointer = element?.querySelector('[data-pointer]')
    if (element === null || pointer == null || markKey === null) return
    const view = element.getBoundingClientRect()
    const at = pointer.getBoundingClientRect()
    if (at.right > view.right || at.left < view.left + pixels(92))
      element.scrollLeft += at.left - view.left - view.width / 2
    // Only another mark is a reason; the person may have scrolled since.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [markKey, markVisible])

  const [wantsMarked, setWantsMarked] = useState(false)
  useLayoutEffect(() => {
    if (!wantsMarked || mark === null) return
    const element = scroller.current?.querySelector<HTMLElement>(`[data-line="${mark.line}"]`)
    if (element == null) return
    setWantsMarked(false)
    element.focus({ preventScroll: true })
  }, [mark, wantsMarked, first, last])

  useImperativeHandle(
    ref,
    () => ({
      showLine: (line) => {
        if (scroller.current !== null) scroller.current.scrollLeft = 0
        moveTo((now) => topForRow(rowOfLine(line, pointerLine), now))
      },
      focusMarked: () => {
        if (mark === null) {
          scroller.current?.focus()
          return
        }
        moveTo((now) => topForRow(rowOfLine(mark.line, pointerLine), now))
        setWantsMarked(true)
      },
    }),
    [mark, moveTo, pointerLine],
  )

  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element
      return measure(element)
    },
    [measure],
  )

  const total = Math.max(1, geometry.rows * geometry.rowHeight)
  return (
    <div className={styles.frame}>
      <div
        ref={attach}
        role="region"
        aria-label={label}
        tabIndex={0}
        data-region
        data-region-start
        data-viewer
        className={styles.scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          markHadFocus.current = event.target !== scroller.current
        }}
        onBlur={(event) => {
          if (event.relatedTarget !== null) markHadFocus.current = false
        }}
      >
        <div role="list" className={styles.spacer} style={{ height: `${spacerHeight(geometry)}px` }}>
          {numbers.map((number) => (
            <LineRow
              key={number}
              number={number}
              line={lineAt(number)}
              reading={reading}
              lineCount={lineCount}
              kind={mark?.line === number ? mark.kind : (marks.get(number) ?? null)}
              mark={mark?.line === number ? mark : null}
              window={mark?.line === number ? markedWindow : null}
              y={rowPosition(rowOfLine(number, pointerLine), top, place.scrollTop, geometry)}
            />
          ))}
        </div>
      </div>
      <OverviewStrip
        lineCount={lineCount}
        marks={marks}
        from={top / total}
        to={(top + size.height) / total}
        onPick={(line) => moveTo((now) => topForRow(rowOfLine(line, pointerLine), now))}
      />
    </div>
  )
}
