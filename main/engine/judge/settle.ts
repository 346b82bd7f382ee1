export const lookAtEnds = (
  head: Uint8Array,
  tail: Uint8Array,
  size: number,
): { kind: 'complete' } | { kind: 'unfinished'; why: 'empty' | 'growing' } | { kind: 'hopeless' } =>
  size === 0
    ? { kind: 'unfinished', why: 'empty' }
    : Buffer.from(tail)
          .toString('latin1')
          .trimEnd()
          .match(/NAXML-POSJournal\s*>$|MovementReport>$/)
      ? { kind: 'complete' }
      : { kind: 'unfinished', why: 'growing' }
