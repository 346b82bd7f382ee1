// Copies what a supporter needs of one file: its status, the messages with the lines around them, and which store it is. For
// the file's own page and for its row in the list.

import { useQueryClient } from '@tanstack/react-query'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { useStatusWords } from '../../parts/status-badge.tsx'
import { say } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import { adviceFor } from './advice.ts'
import { firstToShow, messagesOf } from './file-messages.ts'
import { explainFileMessage, explainWholeFile } from './message-words.ts'
import { supportText } from './support-text.ts'
import { useLineReader } from './use-file-lines.ts'

/** Messages whose lines are copied along. */
const MOST_LINES = 50

const sentenceAbout = (file: FileDetail): string => {
  const messages = messagesOf(file)
  const leading = messages[firstToShow(messages)]
  return adviceFor(file, leading === undefined ? explainWholeFile(file) : explainFileMessage(leading, null)).sentence
}

/** `sentence`: what the page says of the file in short, where it knows more than the facts tell. */
export const useCopyFileForSupport = (): ((file: FileDetail, sentence?: string) => Promise<void>) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const statusWords = useStatusWords()
  const readLines = useLineReader(client)
  return async (file, sentence = sentenceAbout(file)) => {
    try {
      const messages = messagesOf(file)
      const numbers = messages
        .slice(0, MOST_LINES)
        .flatMap((message) => (message.place === 'in-file' && message.line !== null ? [message.line] : []))
      // The lines are a help, not the point: without them the copy is still made.
      const around = numbers.flatMap((n) => [n - 2, n, n + 2])
      const lines = await readLines(file.id, around).catch(() => new Map<number, string>())
      const store = [snapshot.store?.name, snapshot.store?.locationId]
        .filter((part) => part != null && part !== '')
        .join(', ')
      const words = supportText({
        file,
        statusWords: statusWords(statusOf(file, times.now)),
        sentence,
        store,
        version: snapshot.version,
        messages,
        lines,
        exact: times.exact,
      })
      await bridge.copyText(words)
      notices.tell(say('detail.copied'))
    } catch (error) {
      notices.tell(sentenceOf(error))
    }
  }
}
