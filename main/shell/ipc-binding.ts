// Binds the calls of the contract to their answers: each one checks who asks, parses what it is given, and brings back
// a value. No exception crosses to the window, and no call exists that the contract does not name.

import type { z } from 'zod'
import { callNames, ipcPrefix, type CallName } from '../../contract/channel-names.ts'
import { ipc, type CallResult, type InputOf, type OutputOf } from '../../contract/ipc.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { inWords } from './told-words.ts'
import { say } from './words.ts'

export type CallAnswers = {
  readonly [Name in CallName]: (input: InputOf<Name>) => Promise<CallResult<OutputOf<Name>>>
}

export interface BindingOptions<Event> {
  /** Electron's ipcMain.handle. */
  readonly handle: (channel: string, listener: (event: Event, input: unknown) => Promise<CallResult<unknown>>) => void
  readonly isTrusted: (event: Event) => boolean
  readonly answers: CallAnswers
  readonly log: Log
}

const wordsFor = (error: z.ZodError): string => {
  const [issue] = error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `
  return say('told.notTaken', { detail: `${where}${issue?.message ?? ''}` })
}

const answerOne = async <Name extends CallName>(
  name: Name,
  input: unknown,
  answers: CallAnswers,
  log: Log,
): Promise<CallResult<unknown>> => {
  const parsed = ipc[name].input.safeParse(input)
  if (!parsed.success) {
    log('warn', 'call-not-understood', { call: name })
    return { ok: false, kind: 'bad-input', sentence: wordsFor(parsed.error) }
  }
  try {
    return inWords(await answers[name](parsed.data as InputOf<Name>))
  } catch (fault) {
    log('error', 'call-failed', { call: name, fault: faultText(fault) })
    return { ok: false, kind: 'failed', sentence: say('told.failed') }
  }
}

/** Registers every call of the contract. */
export const bindCalls = <Event>({ handle, isTrusted, answers, log }: BindingOptions<Event>): void => {
  for (const name of callNames)
    handle(`${ipcPrefix}${name}`, (event, input) => {
      if (isTrusted(event)) return answerOne(name, input, answers, log)
      log('warn', 'call-from-stranger', { call: name })
      return Promise.resolve({ ok: false, kind: 'failed', sentence: say('told.stranger') })
    })
}
