// The one sentence about a file and the numbered steps (ux 2.8: status, sentence, actions, then evidence). Decided from
// the state, its problem and the explanation of its first message.

import type { FileDetail } from '../../../../contract/ipc.ts'
import type { DocumentProblem } from '../../../../contract/vocabulary.ts'
import type { Explanation } from '../../words/explain-message.ts'
import type { Hue } from '../../theme/hue-styles.ts'
import { say, type MessageId, type MessageValues } from '../../words/say.ts'

export interface Advice {
  readonly sentence: string
  readonly steps: readonly string[]
}

type AdvisedFile = Pick<FileDetail, 'state' | 'problem' | 'waitCause' | 'attempts' | 'details' | 'statusMessage'>

interface HeldWords {
  readonly sentence: MessageId
  readonly steps: readonly MessageId[]
}

const held: Partial<Record<DocumentProblem, HeldWords>> = {
  'not-well-formed': { sentence: 'advice.notWellFormed', steps: ['advice.step.askRegister', 'advice.step.corrected'] },
  doctype: { sentence: 'advice.doctype', steps: ['advice.step.askRegister', 'advice.step.corrected'] },
  encoding: { sentence: 'advice.encoding', steps: ['advice.step.askRegister', 'advice.step.corrected'] },
  'cut-off': { sentence: 'advice.cutOff', steps: ['advice.step.exportAgain', 'advice.step.corrected'] },
  'too-large': { sentence: 'advice.tooLarge', steps: ['advice.step.callSupport'] },
  'other-store': { sentence: 'advice.otherStore', steps: ['advice.step.checkStoreId', 'advice.step.sendAnyway'] },
  repeats: { sentence: 'advice.repeats', steps: ['advice.step.compareRepeats', 'advice.step.repeatsDecide'] },
  'reader-failed': { sentence: 'advice.readerFailed', steps: ['advice.step.callSupport'] },
}

const notNeeded: Partial<Record<DocumentProblem, MessageId>> = {
  'no-sales': 'advice.noSales',
  training: 'advice.training',
  'other-naxml': 'advice.otherNaxml',
  'not-a-journal': 'advice.notAJournal',
}

const found: Partial<Record<DocumentProblem, MessageId>> = {
  empty: 'advice.foundEmpty',
  growing: 'advice.foundGrowing',
  locked: 'advice.foundLocked',
  unreadable: 'advice.foundUnreadable',
}

const unclear: Partial<Record<DocumentProblem, MessageId>> = {
  'not-understood': 'advice.notUnderstood',
  'other-name': 'advice.otherName',
  restored: 'advice.restored',
}

const waitingWords = (file: AdvisedFile): MessageId => {
  switch (file.waitCause) {
    case 'no-internet':
      return 'advice.waitingInternet'
    case 'paused':
      return 'advice.waitingPaused'
    case 'sign-in':
      return 'advice.waitingSignIn'
    case 'service':
      return 'advice.waitingService'
    case 'document':
      return 'advice.waitingDocument'
    default:
      return 'advice.waiting'
  }
}

const advice = (sentence: MessageId, steps: readonly MessageId[] = [], values: MessageValues = {}): Advice => ({
  sentence: say(sentence, values),
  steps: steps.map((step) => say(step, values)),
})

const refused = (file: AdvisedFile, explanation: Explanation): Advice => {
  const sentence =
    explanation.cause !== null
      ? say('advice.refusedBecause', { cause: explanation.cause })
      : file.details.length === 0
        ? say('advice.refusedNoLine')
        : say('advice.refused')
  const known = explanation.todo.length > 0
  const steps = known ? [...explanation.todo] : [say('advice.step.copyForSupport')]
  if (explanation.who === 'register-company' || (explanation.who === 'manager' && explanation.rule === 'cut-off'))
    steps.push(say('advice.step.corrected'))
  return { sentence, steps }
}

/** `explanation` is that of the message to show first; of nothing, when there is none. */
export const adviceFor = (file: AdvisedFile, explanation: Explanation): Advice => {
  const problem = file.problem
  switch (file.state) {
    case 'found':
      return advice((problem === null ? undefined : found[problem]) ?? 'advice.found')
    case 'vanished':
      return advice('advice.vanished', ['advice.step.checkFolder'])
    case 'stored':
      return advice('advice.stored')
    case 'waiting':
      return advice(waitingWords(file), file.waitCause === 'sign-in' ? ['advice.step.signIn'] : [])
    case 'sending':
      return advice('advice.sending')
    case 'unclear':
      return advice((problem === null ? undefined : unclear[problem]) ?? 'advice.unanswered', [
        'advice.step.checkAtOffice',
        'advice.step.unclearDecide',
      ])
    case 'accepted':
      return advice('advice.accepted')
    case 'accepted-with-notes':
      return advice('advice.acceptedWithNotes')
    case 'refused':
      return refused(file, explanation)
    case 'held': {
      const words = problem === null ? undefined : held[problem]
      return words === undefined
        ? advice('advice.held', ['advice.step.copyForSupport'])
        : advice(words.sentence, words.steps)
    }
    case 'not-needed':
      return advice((problem === null ? undefined : notNeeded[problem]) ?? 'advice.noSales')
    case 'replaced':
      return advice('advice.replaced')
    case 'set-aside':
      return advice('advice.setAside')
    case 'ignored':
      return advice(problem === 'before-start' ? 'advice.beforeStart' : 'advice.ignored')
  }
}

/** Words and picture of the three kinds of message. */
export const kindWords: Readonly<Record<'problem' | 'note' | 'info', { readonly name: MessageId; readonly hue: Hue }>> =
  {
    problem: { name: 'message.problem', hue: 'red' },
    note: { name: 'message.note', hue: 'amber' },
    info: { name: 'message.info', hue: 'blue' },
  }
