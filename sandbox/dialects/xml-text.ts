// Small pieces for writing XML exactly as a register writes it. A general XML writer would tidy away what practice needs:
// the blank before a root, the space in `version ="1.0"`, a whole file on one line.

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => named[character] ?? character)

/** Joins lines and blocks of lines; an empty block leaves no trace. */
export const block = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n')

/** Puts blanks or tabs before every line. */
export const indent = (by: string, text: string): string => (text === '' ? '' : text.replace(/^/gm, by))

/** An element around lines. */
export const around = (tag: string, attributes: string, step: string, ...parts: readonly string[]): string =>
  block(`<${tag}${attributes}>`, indent(step, block(...parts)), `</${tag}>`)
