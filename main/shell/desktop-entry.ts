// The desktop file that starts the program with a Linux session, as the Desktop Entry Specification has it. Pure.

/** One word of Exec: quoted, with what the specification wants escaped; a % would begin a field code. */
const execWord = (word: string): string => {
  const escaped = word.replaceAll(/[\\"`$]/g, (found) => `\\${found}`).replaceAll('%', '%%')
  // The value of a key is itself escaped once more.
  return `"${escaped.replaceAll('\\', '\\\\')}"`
}

export const desktopEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Storebridge',
    'Comment=Sends the register’s sales files to Petrosoft',
    `Exec=${command.map(execWord).join(' ')}`,
    'Icon=storebridge',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** False when the desktop's own settings switched it off: they leave the file and write into it. */
export const isDesktopEntryOn = (text: string): boolean =>
  !/^\s*(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(text)
