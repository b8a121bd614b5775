/** How a shell writes the few things in which shells differ. */
export type Shell = {
  /** In Windows PowerShell `curl` is another command. */
  curl: string
  /** Goes on with a command in the next line. */
  lineBreak: string
  /** Keeps the `id` of a JSON answer, and shows it. */
  keepId(variable: string, command: string): string
}

const posix: Shell = {
  curl: 'curl',
  lineBreak: '\\',
  keepId: (variable, command) => `${variable}=$(${command} | sed 's/.*"id":"\\([^"]*\\)".*/\\1/'); echo $${variable}`,
}

const powerShell: Shell = {
  curl: 'curl.exe',
  lineBreak: '`',
  keepId: (variable, command) => `$${variable} = (${command} | ConvertFrom-Json).id; echo $${variable}`,
}

/** The shell in which a developer on that platform pastes commands. */
export function shellOf(platform: NodeJS.Platform): Shell {
  return platform === 'win32' ? powerShell : posix
}
