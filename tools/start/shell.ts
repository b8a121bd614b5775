/** How a shell writes the few things in which shells differ. */
export type Shell = {
  /** In Windows PowerShell `curl` is another command. */
  curl: string
  /** Goes on with a command in the next line. */
  lineBreak: string
  /** Keeps a member of a JSON answer, and shows it. */
  keep(variable: string, member: string, command: string): string
}

const posix: Shell = {
  curl: 'curl',
  lineBreak: '\\',
  keep: (variable, member, command) =>
    `${variable}=$(${command} | sed 's/.*"${member}":"\\([^"]*\\)".*/\\1/'); echo $${variable}`,
}

const powerShell: Shell = {
  curl: 'curl.exe',
  lineBreak: '`',
  keep: (variable, member, command) => `$${variable} = (${command} | ConvertFrom-Json).${member}; echo $${variable}`,
}

/** The shell in which a developer on that platform pastes commands. */
export function shellOf(platform: NodeJS.Platform): Shell {
  return platform === 'win32' ? powerShell : posix
}
