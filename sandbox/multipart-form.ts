// Reads a multipart/form-data body (RFC 7578 over RFC 2046), strictly and byte for byte: nothing before the first boundary,
// CR LF everywhere, one Content-Disposition with a name in each part, nothing after the closing boundary. A body that is
// cut off or holds anything else is refused in words. Content may hold any bytes, also ones that look like a boundary's
// beginning.

export interface FormPart {
  readonly name: string
  /** As received, with the two usual ways to write a quotation mark undone; null where the part has none. */
  readonly fileName: string | null
  /** The whole value of the part's Content-Type; null where it has none. */
  readonly contentType: string | null
  readonly bytes: Buffer
}

export type ReadForm =
  { readonly ok: true; readonly parts: readonly FormPart[] } | { readonly ok: false; readonly message: string }

class FormError extends Error {}

const longestHeader = 16 * 1024
const boundaryForm = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/

/** A header value with parameters, names in lower case: `form-data; name="PJR"` has the parameter name. */
export interface ParameterisedValue {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Parses `value; a=token; b="quoted \" text"`. Null for anything else, also for a parameter that comes twice. */
export const parseParameters = (header: string): ParameterisedValue | null => {
  const [, value, tail] = /^\s*([^\s;,"]+)\s*((?:;.*)?)$/s.exec(header) ?? []
  if (value === undefined || tail === undefined) return null
  const parameters = new Map<string, string>()
  const parameter = /;\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(?:"((?:[^"\\]|\\[^])*)"|([^\s;,"]+))\s*/y
  let at = 0
  while (at < tail.length) {
    parameter.lastIndex = at
    const [all, name, quoted, token] = parameter.exec(tail) ?? []
    if (all === undefined || name === undefined || parameters.has(name.toLowerCase())) return null
    parameters.set(name.toLowerCase(), quoted === undefined ? (token ?? '') : quoted.replace(/\\(["\\])/g, '$1'))
    at += all.length
  }
  return { value: value.toLowerCase(), parameters }
}

/** Form clients write a quotation mark, CR and LF in a name as %22, %0D and %0A. */
const undoPercent = (name: string): string =>
  name.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** The boundary of a multipart/form-data Content-Type, or null where there is none to be had. */
export const boundaryOf = (contentType: string): string | null => {
  const parsed = parseParameters(contentType)
  const boundary = parsed?.value === 'multipart/form-data' ? parsed.parameters.get('boundary') : undefined
  return boundary !== undefined && boundaryForm.test(boundary) ? boundary : null
}

/** The file name of the first part, from as much of the body as holds its headers; null where it cannot be told. */
export const firstFileName = (head: Buffer): string | null => {
  const headers = head.subarray(0, longestHeader).toString('utf8').split('\r\n\r\n')[0] ?? ''
  const disposition = headers.split('\r\n').find((line) => /^content-disposition:/i.test(line))
  const name = parseParameters(disposition?.replace(/^[^:]*:/, '') ?? '')?.parameters.get('filename')
  return name === undefined ? null : undoPercent(name)
}

const readHeaders = (block: string): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>()
  for (const line of block === '' ? [] : block.split('\r\n')) {
    const [, name, value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new FormError('A part has a header line that is not one.')
    if (headers.has(name.toLowerCase())) throw new FormError(`A part has two ${name} headers.`)
    headers.set(name.toLowerCase(), value)
  }
  return headers
}

const readPart = (raw: Buffer): FormPart => {
  const headerEnd = raw.indexOf('\r\n\r\n')
  if (headerEnd === -1 || headerEnd > longestHeader) throw new FormError('A part has no end of its headers.')
  const block = raw.subarray(0, headerEnd)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(block)
  } catch {
    throw new FormError('The headers of a part are not UTF-8.')
  }
  const headers = readHeaders(text)
  const disposition = parseParameters(headers.get('content-disposition') ?? '')
  const name = disposition?.parameters.get('name')
  if (disposition?.value !== 'form-data' || name === undefined)
    throw new FormError('A part has no Content-Disposition of the kind form-data with a name.')
  if (disposition.parameters.has('filename*')) throw new FormError('A file name is written as filename, not filename*.')
  const coding = headers.get('content-transfer-encoding') ?? 'binary'
  if (!/^(binary|8bit|7bit)$/i.test(coding))
    throw new FormError(`A part is coded as ${coding}; send the bytes as they are.`)
  const fileName = disposition.parameters.get('filename')
  return {
    name: undoPercent(name),
    fileName: fileName === undefined ? null : undoPercent(fileName),
    contentType: headers.get('content-type') ?? null,
    bytes: raw.subarray(headerEnd + 4),
  }
}

interface Delimiter {
  readonly start: number
  readonly end: number
  readonly closes: boolean
}

/** The delimiter line that begins at `start`, or null where these bytes only look like one. */
const delimiterAt = (body: Buffer, start: number, length: number): Delimiter | null => {
  let at = start + length
  const closes = body[at] === 0x2d && body[at + 1] === 0x2d
  if (closes) at += 2
  while (body[at] === 0x20 || body[at] === 0x09) at += 1
  if (body[at] === 0x0d && body[at + 1] === 0x0a) return { start, end: at + 2, closes }
  return closes && at === body.length ? { start, end: at, closes } : null
}

const nextDelimiter = (body: Buffer, mark: Buffer, from: number): Delimiter => {
  for (let start = body.indexOf(mark, from); start !== -1; start = body.indexOf(mark, start + 1)) {
    const delimiter = delimiterAt(body, start, mark.length)
    if (delimiter !== null) return delimiter
  }
  throw new FormError('The body ends before its closing boundary.')
}

const readParts = (body: Buffer, boundary: string): readonly FormPart[] => {
  const first = Buffer.from(`--${boundary}`)
  const mark = Buffer.from(`\r\n--${boundary}`)
  const parts: FormPart[] = []
  let delimiter = body.subarray(0, first.length).equals(first) ? delimiterAt(body, 0, first.length) : null
  if (delimiter === null) throw new FormError('The body does not begin with its boundary.')
  while (!delimiter.closes) {
    // The line end of the delimiter may at once be the beginning of the next one, so the search begins at it.
    const next = nextDelimiter(body, mark, delimiter.end - 2)
    parts.push(readPart(body.subarray(delimiter.end, Math.max(delimiter.end, next.start))))
    delimiter = next
  }
  if (delimiter.end !== body.length) throw new FormError('There is something after the closing boundary.')
  return parts
}

/** Reads all parts of a body whose boundary is known. Never throws for anything a body can be. */
export const readForm = (body: Buffer, boundary: string): ReadForm => {
  try {
    return { ok: true, parts: readParts(body, boundary) }
  } catch (error) {
    if (error instanceof FormError) return { ok: false, message: error.message }
    throw error
  }
}
