// What a command prints, caught while it runs in the test's own process.

export interface Output {
  readonly code: number | null
  readonly fault: unknown
  readonly out: string
  readonly err: string
}

/** Runs a command and returns its exit code, or what it threw, with everything it wrote. */
export const captured = async (command: () => Promise<number>): Promise<Output> => {
  const written = { out: '', err: '' }
  const originals = { out: process.stdout.write.bind(process.stdout), err: process.stderr.write.bind(process.stderr) }
  const catching =
    (where: 'out' | 'err') =>
    (chunk: string | Uint8Array, done?: unknown): boolean => {
      written[where] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      if (typeof done === 'function') (done as () => void)()
      return true
    }
  process.stdout.write = catching('out') as typeof process.stdout.write
  process.stderr.write = catching('err') as typeof process.stderr.write
  try {
    return { code: await command(), fault: null, ...written, ...take(written) }
  } catch (fault) {
    return { code: null, fault, ...take(written) }
  } finally {
    process.stdout.write = originals.out as typeof process.stdout.write
    process.stderr.write = originals.err as typeof process.stderr.write
  }
}

const take = ({ out, err }: { out: string; err: string }): { out: string; err: string } => ({ out, err })
