// Whose calls are answered: the top frame of our own window, showing our own page. Pure; the adapter hands over what it
// sees of the sender (reliability 4.1).

export interface SeenSender {
  /** False when the message came from another window's contents. */
  readonly isOurWindow: boolean
  /** Null when the frame was gone before the message could be looked at. */
  readonly frame: {
    readonly isTop: boolean
    readonly origin: string
    readonly url: string
  } | null
}

/** @param pageOrigin origin of our page, without a slash at the end */
export const isTrustedSender = ({ isOurWindow, frame }: SeenSender, pageOrigin: string): boolean =>
  isOurWindow && frame !== null && frame.isTop && frame.origin === pageOrigin && frame.url.startsWith(`${pageOrigin}/`)
