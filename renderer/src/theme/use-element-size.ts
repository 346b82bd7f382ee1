// The size of an element in CSS pixels, as it changes.

import { useCallback, useState } from 'react'

export interface ElementSize {
  /** Without the scroll bar. */
  readonly width: number
  readonly height: number
  /** Width of the vertical scroll bar; 0 where it lies over the content. */
  readonly scrollBar: number
}

const unknown: ElementSize = { width: 0, height: 0, scrollBar: 0 }

/**
 * Give the first result to `ref`, the same one at each render: attached anew, the element is measured anew. Until it is
 * there the size is `expected`: what the element before it in this place had, so that the first render is the right one.
 */
export const useElementSize = (
  expected: ElementSize = unknown,
): readonly [(element: HTMLElement | null) => (() => void) | undefined, ElementSize] => {
  const [size, setSize] = useState(expected)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = (): void =>
      setSize((old) => {
        const next = {
          width: element.clientWidth,
          height: element.clientHeight,
          scrollBar: element.offsetWidth - element.clientWidth,
        }
        const same = old.width === next.width && old.height === next.height && old.scrollBar === next.scrollBar
        return same ? old : next
      })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
