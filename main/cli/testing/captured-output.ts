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
  process.stdout.write = catching('out')
  process.stderr.write = catching('err')
  try {
    const code = await command()
    return { code, fault: null, ...written }
  } catch (fault) {
    return { code: null, fault, ...written }
  } finally {
    process.stdout.write = originals.out
    process.stderr.write = originals.err
  }
}
