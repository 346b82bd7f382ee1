// Whether a fault says that the disk took no more. A quota shows itself as a failed write (SQLITE_IOERR_WRITE) like a
// broken disk does; that is another trouble (recovery), and ends by itself as well when there is room again.

const codes: readonly string[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT']

const codeOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : ''

/** True for a fault, or one that has such a cause, of a disk, quota or file system without room. */
export const isDiskFull = (fault: unknown): boolean =>
  codes.includes(codeOf(fault)) || (fault instanceof Error && fault.cause !== undefined && isDiskFull(fault.cause))
