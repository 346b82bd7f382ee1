// The only five things that may raise a notification (ux 2.4); each has a switch of its own in Settings.

export const toastKinds = ['sign-in', 'refused', 'quiet', 'not-sent', 'disk'] as const
export type ToastKind = (typeof toastKinds)[number]
