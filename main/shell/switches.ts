// Switches on the command line that would open the installed program to others: a debugger, a weaker page, other code.
// It refuses to start with any of them (reliability 4.1). Pure.

const dangerous: readonly RegExp[] = [
  /^--remote-debugging-.+$/,
  /^--inspect(-.+)?$/,
  /^--debug(-.+)?$/,
  /^--disable-web-security$/,
  /^--allow-running-insecure-content$/,
  /^--ignore-certificate-errors(-.+)?$/,
  /^--allow-insecure-localhost$/,
  /^--host-(resolver-)?rules$/,
  /^--load-extension$/,
  /^--js-flags$/,
  /^--disable-site-isolation-.+$/,
  /^--(renderer|utility|gpu)-cmd-prefix$/,
  /^--gpu-launcher$/,
  /^--user-data-dir$/,
  /^--(require|eval|print|import)$/,
  /^-[rep]$/,
]

/** The name of the first switch that is not allowed, without its value; null when there is none. */
export const refusedSwitch = (args: readonly string[]): string | null => {
  for (const arg of args) {
    const name = (arg.split('=', 1)[0] ?? '').toLowerCase()
    // Chromium takes one dash for two, and on Windows a slash.
    const spelled = name.replace(/^(?:\/|-)(?=[a-z]{2})/, '--')
    if (dangerous.some((pattern) => pattern.test(spelled))) return name
  }
  return null
}
