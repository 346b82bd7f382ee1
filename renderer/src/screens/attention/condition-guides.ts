// Who can end a condition of the store, what they do about it, and the buttons that lead there: one row a code, so that no
// condition is told without a way out (ux 2.5, 2.9). What it is called and what it means stands in words/problems.ts.

import type { ProblemCode } from '../../../../contract/engine-status.ts'
import type { ProblemEnd } from '../../../../contract/standing.ts'
import type { Who } from '../../words/explain-message.ts'
import type { MessageId } from '../../words/say.ts'
import type { GuideName } from '../help/guides.ts'

/** Beside the problem's own button. */
export type MoreHelp = 'try-now' | 'check-now' | 'closed-today' | 'copy'

export interface ConditionGuide {
  readonly who: Exclude<Who, 'nobody'>
  /** What to do, where the problem's own words do not say it all. */
  readonly todo: MessageId | null
  /** The guide of Help & support, and what its button is called. */
  readonly guide: { readonly name: GuideName; readonly words: MessageId } | null
  readonly more: readonly MoreHelp[]
}

const by = (
  who: ConditionGuide['who'],
  more: readonly MoreHelp[] = [],
  todo: MessageId | null = null,
  guide: ConditionGuide['guide'] = null,
): ConditionGuide => ({ who, todo, guide, more })

const checkFolder = { name: 'folder', words: 'attention.showHow' } as const
const noPassword = { name: 'signIn', words: 'attention.noPassword' } as const
const refused = { name: 'refused', words: 'attention.showHow' } as const

const freeSpace = by('manager', ['try-now'], 'attention.todo.freeSpace')

/** null for what mends itself, or what a person wanted. */
export const conditionGuides: Readonly<Record<ProblemCode, ConditionGuide | null>> = {
  'sign-in-refused': by('manager', [], null, noPassword),
  'sign-in-no-token': by('support', ['copy'], 'attention.todo.signInNoToken'),
  'sign-in-needed': by('manager', [], null, noPassword),
  'files-refused': by('register-company', ['copy'], null, refused),
  'files-held': by('manager', ['copy']),
  'files-unclear': by('manager', ['copy'], 'attention.todo.askOffice'),
  'folder-missing': by('manager', ['check-now'], 'attention.todo.folder', checkFolder),
  'folder-unreadable': by('support', ['check-now', 'copy'], null, checkFolder),
  'folder-not-a-folder': by('manager', ['check-now'], null, checkFolder),
  'folder-not-answering': by('manager', [], 'attention.todo.folder', checkFolder),
  'no-internet': null,
  'service-not-answering': null,
  certificate: by('support', ['try-now', 'copy']),
  'clock-wrong': by('manager'),
  'not-understood': by('support', ['try-now', 'copy']),
  forbidden: by('petrosoft', ['try-now', 'copy']),
  'wrong-address': by('support', ['try-now', 'copy']),
  'refused-in-a-row': by('support', ['try-now', 'copy'], null, refused),
  'waiting-too-long': null,
  'report-failing': null,
  'report-state-not-accepted': by('support', ['copy']),
  'no-sales-files': by('manager', ['closed-today'], 'attention.todo.noSalesFiles', checkFolder),
  'register-not-answering': by('manager', ['check-now'], null, checkFolder),
  paused: null,
  'scan-stale': null,
  storage: freeSpace,
  'disk-low': freeSpace,
  'disk-full': freeSpace,
  'records-held-open': by('support', ['copy']),
  restored: by('manager', ['copy'], 'attention.todo.askOffice'),
  'backup-old': freeSpace,
}

/** True where the table must have a row. */
export const needsGuide = (end: ProblemEnd): boolean => end === 'person'
