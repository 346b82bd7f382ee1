// The list of files as a grid: only the rows in view exist, each with its true number; one stop for Tab, arrows, Page,
// Home and End move the row, Enter opens it, Space, Shift and Ctrl+A select, the menu key asks what can be done with it
// (ux 1.2, 2.7, 2.14). The heads sort.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowDown12Filled } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowUp12Filled } from '@fluentui/react-icons/svg/arrow-up'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react'
import type { FileSort } from '../../../../contract/ipc.ts'
import { useHiddenStyles } from '../../parts/hidden-words.tsx'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { useElementSize, type ElementSize } from '../../theme/use-element-size.ts'
import { usePixels } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { FileCells } from './file-cells.tsx'
import { columnLooks, SELECT_WIDTH, shapeFor, templateOf, chosenWidthOf, type Column } from './file-columns.ts'
import { sortAfterClick } from './file-filter.ts'
import { MAX_ROWS, movedRow, rowsThatFit, type InView, type ListRow } from './pinned-list.ts'
import { RowMenu, type MenuPlace } from './row-menu.tsx'
import { extentOf, isSelected, rangeOf, some, toggled, type Selection } from './selection.ts'

export const ROW_HEIGHT = 36
export const TWO_LINE_ROW_HEIGHT = 56
export const THREE_LINE_ROW_HEIGHT = 76

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
  table: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, minWidth: 0 },
  heads: { flexShrink: 0, overflow: 'hidden', borderBottom: `1px solid ${colours.sbCardBorder}` },
  head: {
    ...text.captionStrong,
    display: 'grid',
    columnGap: '16px',
    alignItems: 'center',
    height: rem(36),
    padding: '0 20px 0 12px',
    color: tokens.colorNeutralForeground3,
  },
  lowHead: { gridTemplateColumns: `${rem(SELECT_WIDTH)} auto auto auto 1fr`, columnGap: '10px' },
  low: { minHeight: rem(340) },
  headWords: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  number: { textAlign: 'right' },
  sort: {
    ...text.captionStrong,
    fontFamily: 'inherit',
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    minHeight: rem(24),
    padding: '0 4px',
    margin: '0 -4px',
    border: 'none',
    borderRadius: '4px',
    backgroundColor: 'transparent',
    color: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  sorted: { color: tokens.colorNeutralForeground1 },
  scroller: {
    flexGrow: 1,
    minHeight: 0,
    overflowX: 'auto',
    overflowY: 'auto',
    position: 'relative',
    overflowAnchor: 'none',
  },
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
    padding: '0 20px 0 12px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
    cursor: 'pointer',
    userSelect: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: {
    backgroundColor: colours.sbBrandTint,
    boxShadow: `inset 3px 0 0 ${colours.sbBrandBorder}`,
    ':hover': { backgroundColor: colours.sbBrandTint },
    '@media (forced-colors: active)': { borderLeft: '4px solid Highlight' },
  },
  lowRow: { gridTemplateColumns: `${rem(SELECT_WIDTH)} minmax(0, 1fr)` },
  box: {
    display: 'grid',
    placeItems: 'center',
    width: rem(SELECT_WIDTH),
    height: '100%',
    minHeight: rem(24),
    cursor: 'pointer',
  },
  input: {
    width: rem(16),
    height: rem(16),
    margin: 0,
    accentColor: colours.sbBrandFg,
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
})

interface SelectBoxProps {
  readonly label: string
  readonly extent: 'none' | 'some' | 'all'
  /** In a row the row itself has the focus; Space selects it. */
  readonly inRow: boolean
  readonly onToggle: (event: MouseEvent) => void
}

const SelectBox = ({ label, extent, inRow, onToggle }: SelectBoxProps) => {
  const styles = useStyles()
  return (
    // The label makes the target as large as the column; the row behind it is not opened.
    <label className={styles.box} onClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox"
        className={styles.input}
        aria-label={label}
        tabIndex={inRow ? -1 : 0}
        checked={extent === 'all'}
        ref={(input) => {
          if (input !== null) input.indeterminate = extent === 'some'
        }}
        onClick={onToggle}
        onChange={() => undefined}
      />
    </label>
  )
}

/** What a row of several lines shows besides; there is no room for their heads. */
const hiddenHeads: readonly Column[] = ['file', 'problems', 'answer']

export interface FileGridProps {
  /** The files of the list, in its order, as far as they are known. */
  readonly ids: readonly string[]
  /** A row by its place; undefined while it is on its way. */
  readonly rowAt: (index: number) => ListRow | undefined
  readonly total: number
  readonly startRow: number
  readonly startOffset: number
  /** The start row takes the focus: the person comes back to it. */
  readonly takesFocus: boolean
  readonly chosen: readonly Column[] | null
  readonly sort: FileSort
  readonly onSort: (sort: FileSort) => void
  readonly selection: Selection
  readonly onSelect: (selection: Selection) => void
  /** How large the list before this one was, and for the next one, how large this one is. */
  readonly place: { current: ElementSize | undefined }
  /** What can be done with the selection, above the heads; null while nothing is selected. */
  readonly bar: ReactNode
  readonly onOpen: (row: ListRow, index: number, offset: number) => void
  readonly onView: (view: InView) => void
}

const HeadSort = ({ column, sort, onSort }: { readonly column: Column } & Pick<FileGridProps, 'sort' | 'onSort'>) => {
  const styles = useStyles()
  const { words, sort: by } = columnLooks[column]
  if (by === null) return <>{say(words)}</>
  const sorted = sort.by === by
  return (
    <button
      type="button"
      className={mergeClasses(styles.sort, sorted && styles.sorted)}
      onClick={() => onSort(sortAfterClick(sort, by))}
    >
      {say(words)}
      {sorted && (sort.descending ? <ArrowDown12Filled aria-hidden /> : <ArrowUp12Filled aria-hidden />)}
    </button>
  )
}

export const FileGrid = (props: FileGridProps) => {
  const { ids, rowAt, total, startRow, startOffset, takesFocus, chosen, sort, onSort, selection, onSelect, bar } = props
  const { onOpen, onView, place } = props
  const styles = useStyles()
  const { hidden } = useHiddenStyles()
  const pixels = usePixels()
  const [measure, size] = useElementSize(place.current)
  const scroller = useRef<HTMLDivElement | null>(null)
  const heads = useRef<HTMLDivElement | null>(null)
  const barPlace = useRef<HTMLDivElement | null>(null)
  const [active, setActive] = useState(startRow)
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  /** Where a range begins that Shift makes. */
  const anchor = useRef(startRow)
  /** The row that is to take the focus once it is the current one. */
  const wantsFocus = useRef(takesFocus ? startRow : null)

  const columns = shapeFor(size.width === 0 ? 1000 : size.width / pixels(1), chosen)
  const oneLine = typeof columns !== 'string'
  const rowPx = pixels(oneLine ? ROW_HEIGHT : columns === 'two-lines' ? TWO_LINE_ROW_HEIGHT : THREE_LINE_ROW_HEIGHT)
  const count = Math.min(total, rowsThatFit(rowPx, window.devicePixelRatio))
  const current = Math.min(active, Math.max(0, count - 1))

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    initialRect: size,
    initialOffset: startOffset,
    // The row that has the focus stays, wherever the list is scrolled to.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
  })
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element
      return measure(element)
    },
    [measure],
  )
  useEffect(() => {
    place.current = size
  }, [place, size])
  // Every row of a long list is measured anew: only when rows are of another height than they were.
  const measuredPx = useRef(rowPx)
  useEffect(() => {
    if (measuredPx.current === rowPx) return
    measuredPx.current = rowPx
    virtualizer.measure()
  }, [rowPx, virtualizer])

  // The bar takes its room from above the rows; in the middle of the list they stay where the eye has them.
  const barHeight = useRef(0)
  const hasBar = bar !== null
  useLayoutEffect(() => {
    const height = barPlace.current?.offsetHeight ?? 0
    if (scroller.current !== null && scroller.current.scrollTop > 0)
      scroller.current.scrollTop += height - barHeight.current
    barHeight.current = height
  }, [hasBar])

  const items = virtualizer.getVirtualItems()
  const range = virtualizer.range
  const first = range?.startIndex ?? 0
  const last = range?.endIndex ?? 0
  useEffect(() => onView({ first, last, focused: current }), [current, first, last, onView])

  const rowElement = useCallback(
    (index: number): HTMLElement | null =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null,
    [],
  )

  // At any render: the first one has no rows yet. One of before may have its turn after a key was pressed: it knows of
  // another current row, and leaves the wish to the render that key makes.
  useEffect(() => {
    if (wantsFocus.current !== current) return
    const row = rowElement(current)
    if (row === null) return
    wantsFocus.current = null
    row.focus({ preventScroll: true })
    // In a low window the list itself may lie below the edge.
    row.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  const open = useCallback(
    (index: number) => {
      const row = rowAt(index)
      if (row !== undefined) onOpen(row, index, scroller.current?.scrollTop ?? 0)
    },
    [onOpen, rowAt],
  )

  /** Files whose rows were read: what a person can have seen. All others are a step of their own. */
  const shownIds = (): readonly string[] => ids.filter((_, index) => rowAt(index) !== undefined)

  const toggle = (index: number): void => {
    const id = ids[index]
    if (id === undefined) return
    anchor.current = index
    onSelect(toggled(selection, id, ids))
  }
  const extend = (index: number): void => onSelect(rangeOf(ids, anchor.current, index))
  const choose = (index: number, event: Pick<MouseEvent, 'shiftKey'>): void => {
    setActive(index)
    if (event.shiftKey) extend(index)
    else toggle(index)
  }

  const openMenu = (index: number, at: { readonly x: number; readonly y: number } | null): void => {
    const row = rowAt(index)
    const box = rowElement(index)?.getBoundingClientRect()
    if (row === undefined || box === undefined) return
    setActive(index)
    setMenu({ row, index, ...(at ?? { x: box.left + pixels(48), y: box.bottom }) })
  }
  const closeMenu = useCallback((): void => {
    setMenu(null)
    wantsFocus.current = current
  }, [current])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return
    const own = (work: () => void): void => {
      event.preventDefault()
      work()
    }
    if (event.key === 'Enter') return own(() => open(current))
    if (event.key === ' ') return own(() => (event.shiftKey ? extend(current) : toggle(current)))
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
      return own(() => openMenu(current, null))
    if (event.ctrlKey && event.key.toLowerCase() === 'a') return own(() => onSelect(some(shownIds())))
    if (event.key === 'Escape' && bar !== null) return own(() => onSelect(some([])))
    const page = Math.max(1, Math.floor(size.height / rowPx) - 2)
    const next = movedRow(event.key, event.ctrlKey, current, count, page)
    if (next === null) return
    event.preventDefault()
    if (event.shiftKey) extend(next)
    else anchor.current = next
    if (next === current) return
    wantsFocus.current = next
    setActive(next)
    virtualizer.scrollToIndex(next, { align: 'auto' })
  }

  const template = oneLine ? templateOf(columns) : undefined
  const minWidth = oneLine && chosen !== null ? pixels(chosenWidthOf(columns)) : undefined
  const shown: readonly Column[] = oneLine ? columns : ['status', 'day', 'found']
  const extent = extentOf(selection, total)
  const heading = shown.map((column) => (
    <span
      key={column}
      role="columnheader"
      aria-sort={columnLooks[column].sort !== sort.by ? undefined : sort.descending ? 'descending' : 'ascending'}
      className={mergeClasses(styles.headWords, columnLooks[column].isNumber && styles.number)}
    >
      <HeadSort column={column} sort={sort} onSort={onSort} />
    </span>
  ))
  const boxHead = (
    <span role="columnheader" aria-label={say('files.selectColumn')}>
      <SelectBox
        label={say('files.selectLoaded')}
        extent={extent}
        inRow={false}
        onToggle={() => {
          const known = shownIds()
          onSelect(known.every((id) => isSelected(selection, id)) ? some([]) : some(known))
        }}
      />
    </span>
  )
  return (
    <>
      {count < Math.min(total, MAX_ROWS) && (
        <NoticeBar hue="blue" icon="clock" cause={say('files.tooManyHere')} text={say('files.tooMany.text')} />
      )}
      <div className={mergeClasses(styles.grid, !oneLine && styles.low)}>
        <div ref={barPlace}>{bar}</div>
        <div
          role="grid"
          aria-label={say('files.grid')}
          aria-rowcount={total + 1}
          aria-multiselectable="true"
          className={styles.table}
        >
          <div
            role="rowgroup"
            ref={heads}
            className={styles.heads}
            // A heading that gets the focus is brought into sight: the rows below go along.
            onScroll={(event) => {
              if (scroller.current !== null) scroller.current.scrollLeft = event.currentTarget.scrollLeft
            }}
          >
            <div
              role="row"
              aria-rowindex={1}
              className={mergeClasses(styles.head, !oneLine && styles.lowHead)}
              style={{
                ...(template === undefined ? {} : { gridTemplateColumns: template }),
                ...(minWidth === undefined ? {} : { minWidth: `${minWidth}px` }),
                paddingRight: `${20 + size.scrollBar}px`,
              }}
            >
              {boxHead}
              {heading}
              {!oneLine &&
                hiddenHeads.map((column) => (
                  <span key={column} role="columnheader" className={hidden}>
                    {say(columnLooks[column].words)}
                  </span>
                ))}
            </div>
          </div>
          <div
            role="rowgroup"
            ref={attach}
            className={styles.scroller}
            onKeyDown={onKeyDown}
            onScroll={(event) => {
              if (heads.current !== null) heads.current.scrollLeft = event.currentTarget.scrollLeft
            }}
          >
            <div
              role="none"
              className={styles.spacer}
              style={{
                height: `${virtualizer.getTotalSize()}px`,
                ...(minWidth === undefined ? {} : { minWidth: `${minWidth}px` }),
              }}
            >
              {items.map((item) => {
                const row = rowAt(item.index)
                const id = ids[item.index]
                const selected = id !== undefined && isSelected(selection, id)
                return (
                  <div
                    key={item.index}
                    role="row"
                    data-index={item.index}
                    data-region-start={item.index === current ? '' : undefined}
                    aria-rowindex={item.index + 2}
                    aria-busy={row === undefined}
                    aria-selected={selected}
                    tabIndex={item.index === current ? 0 : -1}
                    className={mergeClasses(styles.row, selected && styles.selected, !oneLine && styles.lowRow)}
                    style={{
                      height: `${rowPx}px`,
                      transform: `translateY(${item.start}px)`,
                      ...(template === undefined ? {} : { gridTemplateColumns: template }),
                    }}
                    onClick={(event) => {
                      if (event.shiftKey || event.ctrlKey || event.metaKey) return choose(item.index, event)
                      setActive(item.index)
                      open(item.index)
                    }}
                    onContextMenu={(event) => {
                      event.preventDefault()
                      // The menu key makes this event too, without a place; onKeyDown has opened the menu then.
                      if (event.button === 2) openMenu(item.index, { x: event.clientX, y: event.clientY })
                    }}
                  >
                    {row !== undefined && (
                      <div role="gridcell">
                        <SelectBox
                          label={say('files.select', { name: row.name })}
                          extent={selected ? 'all' : 'none'}
                          inRow
                          onToggle={(event) => choose(item.index, event)}
                        />
                      </div>
                    )}
                    <FileCells row={row ?? null} columns={columns} />
                  </div>
                )
              })}
            </div>
          </div>
        </div>
        {menu !== null && <RowMenu place={menu} onOpen={() => open(menu.index)} onClose={closeMenu} />}
      </div>
    </>
  )
}
