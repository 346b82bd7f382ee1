// What is said about a file whose sales are known from other files, once they were compared one by one: how many, from
// where, and what follows for the decision (design 4.1). Pure.

import type { Repeats } from '../../../../contract/repeats.ts'
import { say } from '../../words/say.ts'
import type { Advice } from './advice.ts'

/** Every sale of the file is known from another one: nothing is lost when it is set aside. */
export const allKnown = ({ sales, known }: Pick<Repeats, 'sales' | 'known'>): boolean => sales > 0 && known === sales

/** "11 of 14 sales in this file are already in PJR20261120.xml." */
export const repeatsSentence = ({ sales, known, files, fileCount }: Repeats): string => {
  const [first] = files
  if (known === 0 || first === undefined) return say('repeats.noneAnyMore')
  const values = { known, of: sales, n: sales, name: first.name, files: fileCount }
  const all = known === sales
  if (fileCount === 1) return say(all ? 'repeats.allInOne' : 'repeats.someInOne', values)
  return say(all ? 'repeats.allInMany' : 'repeats.someInMany', values)
}

export const repeatsAdvice = (repeats: Repeats): Advice => {
  const { sales, known } = repeats
  const sentence = repeatsSentence(repeats)
  if (known === 0) return { sentence, steps: [say('repeats.step.sendFree')] }
  if (allKnown(repeats)) return { sentence, steps: [say('repeats.step.setAside'), say('repeats.step.sendAll')] }
  return {
    sentence,
    steps: [
      say('repeats.step.compare', { n: sales - known }),
      say('repeats.step.sendSome', { n: known }),
      say('repeats.step.setAsideSome', { n: sales - known }),
    ],
  }
}

/** What the warning says before the file is sent all the same. */
export const repeatsWarning = ({ sales, known }: Repeats): string | null =>
  known === 0 ? null : say('resend.repeats.counted', { known, of: sales })
