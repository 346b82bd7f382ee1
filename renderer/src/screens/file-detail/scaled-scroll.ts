// The arithmetic of scrolling a million lines of one height. A browser ends a scroll area near 16 to 33 million pixels,
// so the scrolled element is never higher than MAX_SPACER_PX: small moves go by true lines, and only dragging the
// thumb uses the scale between the two (ux 1.2). Pure; all lengths in CSS pixels, rows counted from 0.

export const MAX_SPACER_PX = 8_000_000

export interface ScrollGeometry {
  readonly rows: number
  readonly rowHeight: number
  readonly viewport: number
}

const contentHeight = ({ rows, rowHeight }: ScrollGeometry): number => rows * rowHeight

/** Height of the element that makes the scroll bar. */
export const spacerHeight = (geometry: ScrollGeometry): number => Math.min(contentHeight(geometry), MAX_SPACER_PX)

/** The farthest the content can be moved up. */
export const maxTop = (geometry: ScrollGeometry): number => Math.max(0, contentHeight(geometry) - geometry.viewport)

const maxScrollTop = (geometry: ScrollGeometry): number => Math.max(0, spacerHeight(geometry) - geometry.viewport)

export const clampTop = (top: number, geometry: ScrollGeometry): number => Math.min(Math.max(0, top), maxTop(geometry))

/** True lines per pixel of scroll bar: 1 while all fits. */
export const scaleOf = (geometry: ScrollGeometry): number => {
  const scroll = maxScrollTop(geometry)
  return scroll === 0 ? 1 : maxTop(geometry) / scroll
}

/** Where the content is (its true offset) when the bar is dragged to `scrollTop`. */
export const topFromScroll = (scrollTop: number, geometry: ScrollGeometry): number =>
  clampTop(scrollTop * scaleOf(geometry), geometry)

/** Where the bar must be for a true offset. */
export const scrollFromTop = (top: number, geometry: ScrollGeometry): number =>
  Math.min(clampTop(top, geometry) / scaleOf(geometry), maxScrollTop(geometry))

export interface RowRange {
  readonly first: number
  readonly last: number
}

/** Rows to draw, `overscan` beyond the edges included; an empty range (last < first) for no rows. */
export const visibleRows = (top: number, geometry: ScrollGeometry, overscan: number): RowRange => {
  const { rows, rowHeight, viewport } = geometry
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const last = Math.min(rows - 1, Math.ceil((top + viewport) / rowHeight) - 1 + overscan)
  return { first, last }
}

/** The offset that puts a row one third from the top of the view. */
export const topForRow = (row: number, geometry: ScrollGeometry): number =>
  clampTop(Math.round(row * geometry.rowHeight - geometry.viewport / 3), geometry)

/**
 * Where a row is drawn inside the scrolled element, given its true offset and where the bar really is. While nothing is
 * scaled this is just row × height, so the browser scrolls without us.
 */
export const rowPosition = (row: number, top: number, scrollTop: number, geometry: ScrollGeometry): number =>
  row * geometry.rowHeight - top + scrollTop

/** One extra row below the marked line holds the pointer; these turn lines (from 1) into rows and back. */
export const rowOfLine = (line: number, pointerLine: number | null): number =>
  pointerLine !== null && line > pointerLine ? line : line - 1

/** null for the pointer's own row. */
export const lineOfRow = (row: number, pointerLine: number | null): number | null => {
  if (pointerLine === null || row < pointerLine) return row + 1
  return row === pointerLine ? null : row
}
