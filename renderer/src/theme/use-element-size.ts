// The size of an element in CSS pixels, as it changes.

import { useCallback, useState } from 'react'

export interface ElementSize {
  readonly width: number
  readonly height: number
}

/** Give the first result to `ref`; the size is zero until the element is there. */
export const useElementSize = (): readonly [(element: HTMLElement | null) => (() => void) | undefined, ElementSize] => {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0 })
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = (): void =>
      setSize((old) => {
        const next = { width: element.clientWidth, height: element.clientHeight }
        return old.width === next.width && old.height === next.height ? old : next
      })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
