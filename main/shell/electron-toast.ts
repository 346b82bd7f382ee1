// A notification of Electron's: the thin end of notifications.ts. Buttons where the system has them; a click on the
// notification itself is "Open" everywhere.

import { Notification } from 'electron'
import type { Log } from '../engine/support/log.ts'
import type { ShowToast } from './notifications.ts'
import { say } from './words.ts'

/** `icon`: path of a picture for systems that do not take the program's own. */
export const electronToast =
  (icon: string | null, log: Log): ShowToast =>
  (kind, { words }, { onOpen, onRemindTomorrow }) => {
    const { title, body } = words()
    // Kept by the listeners' closure: a notification that is collected loses its clicks.
    const notification = new Notification({
      title,
      body,
      silent: kind !== 'sign-in',
      ...(icon === null ? {} : { icon }),
      // It stays in the list of the system until the cause is gone.
      timeoutType: 'default',
      actions: [
        { type: 'button', text: say('toast.open') },
        { type: 'button', text: say('toast.remind') },
      ],
    })
    notification.on('click', onOpen)
    // Older Electrons hand the number of the button beside the event, newer ones in it.
    notification.on('action', (event: { readonly actionIndex?: number }, index?: number) => {
      if ((event.actionIndex ?? index) === 1) onRemindTomorrow()
      else onOpen()
    })
    notification.on('failed', (_event, fault) => log('warn', 'notification-failed', { kind, fault }))
    notification.show()
    return { withdraw: () => notification.close() }
  }
