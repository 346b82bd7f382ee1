// What every screen owes a person who sees little, hears it, or uses keys alone, as measurements of the page that is
// shown: each gives what breaks the law, in words that find the place, and an empty list where nothing does.

import axe from 'axe-core'
import type { CDPSession, Page } from '@playwright/test'

/** A part of the page in a few words, for whoever has to find it. Runs in the page. */
const installNames = (): void => {
  Object.assign(window, {
    nameOf: (element: Element): string => {
      const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)
      return `${element.tagName.toLowerCase()}${element.role === null ? '' : `[${element.role}]`} "${words}"`
    },
  })
}

/** Gives the page what the laws below need, now and whenever it loads anew. */
export const prepareForLaws = async (page: Page): Promise<void> => {
  for (const script of [installNames, installFocusLaw, axe.source]) {
    await page.addInitScript(script)
    await page.evaluate(script)
  }
}

/** Asks until a law holds, for a moment: a theme is drawn a frame or two after it was asked for. */
export const lasting = async (ask: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  const until = performance.now() + 3000
  let broken = await ask()
  while (broken.length > 0 && performance.now() < until) broken = await ask()
  return broken
}

type Names = { readonly nameOf: (element: Element) => string }

/**
 * What axe finds serious or critical, targets too small or too close included (WCAG 2.2, 2.5.8). Colours are measured by
 * `faintParts`, which sees more of them in a tenth of the time.
 */
export const seriousFindings = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const { axe: tool } = window as unknown as { readonly axe: typeof axe }
    // A menu's guards against losing the focus have it for no time: they hand it on.
    const whole = { exclude: ['[data-tabster-dummy]'] }
    const { violations } = await tool.run(whole, {
      resultTypes: ['violations'],
      // The one rule that reads style sheets for itself is an experiment of axe's.
      preload: false,
      rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: false } },
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
  })

/**
 * Colours too close to what they stand on: text and what is typed below 4.5 (3 from 24 px, or 18.66 px bold), pictures,
 * the edges of fields and the marks of charts below 3. Computed styles; what cannot be used is left out, as in WCAG.
 */
export const faintParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    type Colour = readonly [number, number, number, number]
    const { nameOf } = window as unknown as Names
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const known = new Map<string, Colour>()
    const parse = (text: string): Colour => {
      const old = known.get(text)
      if (old !== undefined) return old
      const [, r, g, b, a] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(text) ?? []
      let colour: Colour = [Number(r), Number(g), Number(b), a === undefined ? 1 : Number(a)]
      if (r === undefined && canvas !== null) {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = text
        canvas.fillRect(0, 0, 1, 1)
        const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
        colour = [red, green, blue, alpha / 255]
      }
      known.set(text, colour)
      return colour
    }
    const over = (top: Colour, bottom: Colour): Colour => {
      const mix = (at: 0 | 1 | 2): number => top[at] * top[3] + bottom[at] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const white: Colour = [255, 255, 255, 1]
    const ground = (element: Element | null): Colour => {
      if (element === null) return white
      const own = parse(getComputedStyle(element).backgroundColor)
      return own[3] === 1 ? own : over(own, ground(element.parentElement))
    }
    const light = ([r, g, b]: Colour): number => {
      const part = (value: number): number => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      }
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }
    const ratio = (text: string, on: Colour): number => {
      const [a, b] = [light(over(parse(text), on)), light(on)]
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }
    const found: string[] = []
    const judge = (element: Element, what: string, value: number, needed: number): void => {
      if (value < needed - 0.01) found.push(`${what} ${value.toFixed(2)} < ${needed}: ${nameOf(element)}`)
    }
    const isSeen = (element: Element): boolean => {
      const box = element.getBoundingClientRect()
      return (
        box.width > 1 &&
        box.height > 1 &&
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        element.closest(':disabled, [aria-disabled="true"], [inert], :has(> input:disabled)') === null
      )
    }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement
      if (element === null || node.textContent?.trim() === '' || element.closest('script, style, noscript')) continue
      if (!isSeen(element)) continue
      const { color, fontSize, fontWeight } = getComputedStyle(element)
      const size = Number.parseFloat(fontSize)
      const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700)
      judge(element, 'text', ratio(color, ground(element)), large ? 3 : 4.5)
    }
    // Colours that are forced are told of texts; a picture in the colour of the text is painted in what that became.
    const isForced = matchMedia('(forced-colors: active)').matches
    for (const picture of document.querySelectorAll('svg')) {
      if (!isSeen(picture)) continue
      const on = ground(picture)
      const inks = [...picture.querySelectorAll('path, circle, rect, line, polygon')].flatMap((shape) => {
        const { fill, stroke, color } = getComputedStyle(shape)
        if (isForced && shape.getAttribute('fill') === 'currentColor') return [ratio(color, on)]
        return [fill, stroke].filter((ink) => ink !== 'none').map((ink) => ratio(ink, on))
      })
      if (inks.length > 0) judge(picture.parentElement ?? picture, 'picture', Math.max(...inks), 3)
    }
    const edges = (element: Element): number => {
      const style = getComputedStyle(element)
      const on = ground(element.parentElement)
      const after = getComputedStyle(element, '::after')
      return Math.max(
        1,
        ratio(style.backgroundColor, on),
        ...(['Top', 'Right', 'Bottom', 'Left'] as const).flatMap((side) =>
          [style, after]
            .filter(
              (each) => Number.parseFloat(each[`border${side}Width`]) > 0 && each[`border${side}Style`] !== 'none',
            )
            .map((each) => ratio(each[`border${side}Color`], on)),
        ),
      )
    }
    for (const field of document.querySelectorAll('input, select, textarea')) {
      // A picked choice draws itself beside its field; a text's edge is often its frame's.
      const drawn = field.matches('[type="checkbox"], [type="radio"]')
        ? [field, ...(field.parentElement?.children ?? [])]
        : [field, field.parentElement, field.parentElement?.parentElement ?? null]
      if (!isSeen(field.parentElement ?? field) || field.matches(':disabled, [type="hidden"]')) continue
      // A box the browser itself draws has its edge from the browser, in both schemes.
      const isBrowsers = field.matches('[type="checkbox"], [type="radio"]') && isSeen(field)
      if (!isBrowsers || getComputedStyle(field).appearance !== 'auto')
        judge(field, 'edge', Math.max(...drawn.map((each) => (each === null ? 1 : edges(each)))), 3)
      if (field instanceof HTMLInputElement && field.placeholder !== '' && field.value === '')
        judge(field, 'placeholder', ratio(getComputedStyle(field, '::placeholder').color, ground(field)), 4.5)
    }
    for (const mark of document.querySelectorAll('[role="img"] *')) {
      if (mark.childElementCount > 0 || mark.textContent !== '' || mark.closest('svg') || !isSeen(mark)) continue
      const { backgroundColor, backgroundImage } = getComputedStyle(mark)
      const inks = [backgroundColor, ...(backgroundImage.match(/rgba?\([^)]*\)/g) ?? [])].filter(
        (ink) => parse(ink)[3] > 0,
      )
      const on = ground(mark.parentElement)
      if (inks.length > 0) judge(mark, 'mark', Math.max(...inks.map((ink) => ratio(ink, on))), 3)
    }
    return [...new Set(found)]
  })

const usable = 'a[href], button, input, select, textarea, [role="tab"], [role="option"], [role="row"][tabindex]'

/** What is cut off, hangs out of the window or makes the page scroll sideways at the width it has now. */
export const lostParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate((selector) => {
    const { nameOf } = window as unknown as Names
    const found: string[] = []
    for (let part = document.querySelector('dialog[open], main'); part !== null; part = part.parentElement)
      if (part.scrollWidth > part.clientWidth + 1)
        found.push(`scrolls sideways, ${part.scrollWidth} > ${part.clientWidth}: ${part.tagName}`)
    // Within a part that scrolls sideways for itself, everything can be come by; headings go with the rows below them.
    const moves = (part: Element | null): boolean =>
      part !== null && /auto|scroll/.test(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth + 1
    const scrolls = (element: Element): boolean => {
      for (let part = element.parentElement; part !== null; part = part.parentElement)
        if (moves(part) || (part.matches('[role="rowgroup"]') && moves(part.nextElementSibling))) return true
      return false
    }
    const isCut = (element: HTMLElement): boolean => {
      // What a person typed may be longer than its field; a picture and unseen words have their own size.
      if (element.matches('input, textarea, select') || element.clientWidth <= 1) return false
      // A name that is shortened says itself whole.
      if (element.closest('[title]')?.getAttribute('title')?.includes(element.textContent) === true) return false
      const { overflowX, overflowY } = getComputedStyle(element)
      const high = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
      return (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) || high
    }
    for (const element of document.querySelectorAll<HTMLElement>(`${selector}, h1, h2, h3, label, [role="status"] *`)) {
      const box = element.getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1 || !element.checkVisibility({ visibilityProperty: true })) continue
      if ((box.right > window.innerWidth + 1 || box.left < -1) && !scrolls(element))
        found.push(`out of the window, ${Math.round(box.left)} to ${Math.round(box.right)}: ${nameOf(element)}`)
      // A row of a list shortens what its own page says whole.
      const parts = element.role === 'row' ? [element] : [element, ...element.querySelectorAll<HTMLElement>('*')]
      if (parts.some(isCut)) found.push(`cut off: ${nameOf(element)}`)
    }
    return [...new Set(found)]
  }, usable)

/**
 * Words through which other words are seen: nothing opaque lies between them. Looked at is where a line of words begins,
 * and its middle, as far as the window shows them.
 */
export const mixedWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { nameOf } = window as unknown as Names
    const lines = new Map<Element, DOMRect[]>()
    const range = document.createRange()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement
      if (element === null || node.textContent?.trim() === '' || element.closest('script, style, noscript, option'))
        continue
      range.selectNodeContents(node)
      // Words for the ear alone are a pixel large.
      const seen = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
      if (element.clientWidth !== 1 && seen.length > 0) lines.set(element, [...(lines.get(element) ?? []), ...seen])
    }
    const isOpaque = (element: Element): boolean => {
      const { backgroundColor } = getComputedStyle(element)
      return !/^rgba\(.*, 0(\.\d+)?\)$|^transparent$/.test(backgroundColor)
    }
    const found: string[] = []
    for (const [element, boxes] of lines)
      for (const { left, top, width, height } of boxes)
        for (const x of [left + 3, left + width / 2]) {
          const y = top + height / 2
          const stack = document.elementsFromPoint(x, y)
          const ground = stack.findIndex(isOpaque)
          const shown = ground < 0 ? stack : stack.slice(0, ground + 1)
          if (!shown.includes(element)) continue
          // The words themselves, not the room around them: a line less the air above and below it.
          const others = shown.filter((other) =>
            (other === element ? [] : (lines.get(other) ?? [])).some(
              (box) => x > box.left && x < box.right && y > box.top + box.height / 5 && y < box.bottom - box.height / 5,
            ),
          )
          for (const other of others) found.push(`${nameOf(element)} lies over ${nameOf(other)}`)
        }
    return [...new Set(found)]
  })

/** Everything that still moves where a person asked for stillness: animations, and transitions of places. */
export const movingParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { nameOf } = window as unknown as Names
    const running = document.getAnimations().flatMap((animation) => {
      const { effect } = animation
      const lasts = Number(effect?.getComputedTiming().activeDuration ?? 0)
      if (animation.playState !== 'running' || lasts <= 1) return []
      return [
        `moves for ${lasts} ms: ${effect instanceof KeyframeEffect && effect.target ? nameOf(effect.target) : ''}`,
      ]
    })
    const wouldMove = [...document.querySelectorAll('body *')].flatMap((element) => {
      const { transitionProperty, transitionDuration } = getComputedStyle(element)
      const lasts = transitionDuration.split(', ').some((each) => Number.parseFloat(each) > 0)
      return lasts && /all|transform|translate|top|left|width|height/.test(transitionProperty)
        ? [`would move: ${nameOf(element)}`]
        : []
    })
    return [...running, ...wouldMove]
  })

/** Why nobody would see where the focus is; null where one does, or where nothing has it. Runs in the page. */
const installFocusLaw = (): void => {
  const { nameOf } = window as unknown as Names
  const focusTrouble = (): string | null => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return 'nothing has the focus'
    const box = element.getBoundingClientRect()
    const left = Math.max(box.left, 0)
    const right = Math.min(box.right, window.innerWidth)
    const top = Math.max(box.top, 0)
    const bottom = Math.min(box.bottom, window.innerHeight)
    if (right - left < 1 || bottom - top < 1) return `outside the window: ${nameOf(element)}`
    // A choice's field lies unseen over the picture of it.
    const shown = element.matches('[type="checkbox"], [type="radio"]') ? (element.parentElement ?? element) : element
    const isOurs = (hit: Element | null): boolean => hit !== null && (shown.contains(hit) || hit.contains(element))
    const spots = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y] as const))
    const isSeen = spots.some(([x, y]) =>
      isOurs(document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)),
    )
    if (!isSeen) return `covered: ${nameOf(element)}`
    // The mark may be the element's own, its frame's or drawn by a pseudo-element.
    const { parentElement: frame } = element
    const isMarked = [element, frame, element.nextElementSibling, frame?.parentElement]
      .filter((each): each is Element => each != null)
      .some((each) =>
        [getComputedStyle(each), getComputedStyle(each, '::after'), getComputedStyle(each, '::before')].some(
          (style, index) =>
            (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
            (index > 0 && style.content !== 'none' && Number.parseFloat(style.borderBottomWidth) >= 2) ||
            style.boxShadow !== 'none',
        ),
      )
    return isMarked ? null : `focus not marked: ${nameOf(element)}`
  }
  Object.assign(window, { focusTrouble })
}

type FocusLaw = { readonly focusTrouble: () => string | null }

/** Why nobody would see where the focus is; null where one does. */
export const focusTrouble = (page: Page): Promise<string | null> =>
  page.evaluate(() => (window as unknown as FocusLaw).focusTrouble())

/** What is known of a walk by Tab: its stops, whether it has come round, and the stops nobody would see. */
interface Walk {
  readonly stops: Set<Element>
  isRound: boolean
  readonly trouble: string[]
}

/** How many times Tab is pressed before the page is asked whether the walk has come round. */
const pressesAtOnce = 8
const mostPresses = 120

/**
 * Goes through the page by Tab, from where the focus is until a stop comes again, and gives the stops on which nobody
 * would see where the focus is: outside the window, wholly under something else, or without a mark. Each stop is judged
 * in the page when the key is let go, so that the keys need not wait for it.
 */
export const lostStops = async (page: Page, browser: CDPSession): Promise<readonly string[]> => {
  const walk = await page.evaluateHandle(() => {
    const { focusTrouble: troubleHere } = window as unknown as FocusLaw
    const found: Walk = { stops: new Set(), isRound: false, trouble: [] }
    const judge = ({ key }: KeyboardEvent): void => {
      const { activeElement: stop } = document
      // Past the last stop, before the first, nothing has the focus; a menu's guard has it until it has handed it on.
      if (key !== 'Tab' || found.isRound || stop === null || stop.matches('body, [data-tabster-dummy]')) return
      if (found.stops.has(stop)) {
        found.isRound = true
        removeEventListener('keyup', judge, true)
        return
      }
      found.stops.add(stop)
      const trouble = troubleHere()
      if (trouble !== null) found.trouble.push(trouble)
    }
    addEventListener('keyup', judge, true)
    return found
  })
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 } as const
  let isRound = false
  for (let presses = 0; !isRound && presses < mostPresses; presses += pressesAtOnce) {
    await Promise.all(
      Array.from({ length: pressesAtOnce }, () => [
        browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }),
        browser.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }),
      ]).flat(),
    )
    isRound = await walk.evaluate((found) => found.isRound)
  }
  const { stops, trouble } = await walk.evaluate((found) => ({ stops: found.stops.size, trouble: found.trouble }))
  await walk.dispose()
  return [
    ...trouble,
    ...(isRound ? [] : [`Tab does not come round in ${mostPresses} presses`]),
    ...(stops < 2 ? [`Tab stops at ${stops} places only`] : []),
  ]
}
