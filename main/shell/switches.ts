// Switches on the command line that would open the installed program to others: a debugger, a weaker page, other code.
// It refuses to start with any of them (reliability 4.1). Pure.

const dangerous: readonly RegExp[] = [
  /^--remote-debugging-(port|pipe|address|targets)$/,
  /^--inspect(-.*)?$/,
  /^--debug(-.*)?$/,
  /^--disable-web-security$/,
  /^--allow-running-insecure-content$/,
  /^--ignore-certificate-errors(-.*)?$/,
  /^--allow-insecure-localhost$/,
  /^--host-(resolver-)?rules$/,
  /^--proxy-.*$/,
  /^--load-extension$/,
  /^--js-flags$/,
  /^--enable-(blink-features|features|logging|experimental-.*)$/,
  /^--disable-(site-isolation-.*|features|renderer-.*)$/,
  /^--(renderer|utility|gpu)-cmd-prefix$/,
  /^--(gpu-launcher|ppapi-plugin-launcher)$/,
  /^--user-data-dir$/,
  /^--(require|eval|print|import)$/,
  /^-(r|e|p)$/,
]

/** The first switch that is not allowed, as it was written without its value; null when there is none. */
export const refusedSwitch = (args: readonly string[]): string | null => {
  for (const arg of args) {
    // Windows programs take a slash too; Chromium treats both alike.
    const name = (arg.split('=', 1)[0] ?? '').replace(/^\/(?=[a-z])/i, '--').replace(/^-{1,2}(?=[a-z]{2})/i, '--')
    if (dangerous.some((pattern) => pattern.test(name.toLowerCase()))) return name
  }
  return null
}
