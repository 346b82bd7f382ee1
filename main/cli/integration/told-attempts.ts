// What a file's history says of its attempts, short enough to be written into a test.

import type { AttemptFacts, FileFacts } from '../../../contract/file-facts.ts'

export const attemptsOf = ({ deliveries }: FileFacts): readonly AttemptFacts[] =>
  deliveries.flatMap(({ attempts }) => attempts)

/** "not-understood 200, may have arrived": the outcome, the HTTP status if there was one, and whether it may have arrived. */
export const told = (file: FileFacts): string[] =>
  attemptsOf(file).map(
    ({ outcome, httpStatus, mayHaveArrived }) =>
      `${outcome ?? 'on its way'}${httpStatus === null ? '' : ` ${httpStatus}`}${mayHaveArrived ? ', may have arrived' : ''}`,
  )

/** How many copies of a file may be in the cloud as far as its history tells. */
export const copiesTold = (file: FileFacts): number =>
  attemptsOf(file).filter(({ mayHaveArrived }) => mayHaveArrived).length

/** Each of a list once, in no order. */
export const names = (files: readonly { readonly name: string }[]): string[] => files.map(({ name }) => name).toSorted()
