// Moves the focus to an element when its screen is entered (the h1, ux 2.15).

import { useEffect, useRef, type RefObject } from 'react'

export const useFocusOnEntry = <Element extends HTMLElement>(): RefObject<Element | null> => {
  const element = useRef<Element>(null)
  useEffect(() => element.current?.focus({ preventScroll: true }), [])
  return element
}
