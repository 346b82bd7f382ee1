// Feels a page's pulse: asks it for a sign of life again and again, and tells when none has come for several times in a
// row. Chromium notices a page that hangs only when somebody clicks into it; a window that shows yesterday's picture must
// not depend on that (reliability F34). A PC that slept through an answer is no page that hangs: the answer only has to
// come before the turn after the next.

export interface PagePulseOptions {
  /** Resolves when the page answers; a rejection is an answer too: somebody is there to refuse. */
  readonly ask: () => Promise<unknown>
  /** False while the page is not to be asked: it loads, or somebody debugs it. */
  readonly mayAsk: () => boolean
  /** Told once for each hang; the pulse is felt again after `restart`. */
  readonly onHang: () => void
}

export interface PagePulse {
  /** The page was loaded: what was asked of the one before counts no more. */
  restart(): void
  stop(): void
}

const everyMs = 10_000
/** Three turns without an answer: the page has stood still for 30 to 40 s. */
const mostMissed = 3

/** Begins with `restart`. */
export const feelPulse = ({ ask, mayAsk, onHang }: PagePulseOptions): PagePulse => {
  let timer: NodeJS.Timeout | null = null
  let missed = 0
  /** Tells the question that is open from those of before. */
  let question = 0
  let open = false

  const stop = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    question += 1
    open = false
    missed = 0
  }
  const turn = (): void => {
    if (!mayAsk()) {
      missed = 0
      return
    }
    missed = open ? missed + 1 : 0
    if (missed >= mostMissed) {
      stop()
      onHang()
      return
    }
    if (open) return
    open = true
    question += 1
    const asked = question
    const answered = (): void => {
      if (asked === question) open = false
    }
    ask().then(answered, answered)
  }
  return {
    restart: () => {
      stop()
      timer = setInterval(turn, everyMs)
      timer.unref()
    },
    stop,
  }
}
