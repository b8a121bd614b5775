import { confirm } from '../../crm/confirm.ts'

/** The person at the terminal. All of it goes to stderr, so that stdout holds the result alone. */
export type Terminal = {
  note(line: string): void
  /** Asks; undefined where nobody is there to answer. */
  confirm: ((question: string) => Promise<boolean>) | undefined
  /** Shows how far a run got, in place of what it showed before; undefined where that cannot be done. */
  progress: ((line: string) => void) | undefined
}

export function terminalOf({ stdin, stderr }: NodeJS.Process): Terminal {
  return {
    note: (line) => void stderr.write(`${line}\n`),
    confirm: stdin.isTTY && stderr.isTTY ? (question) => confirm(question, stderr) : undefined,
    // An empty line ends the bar: what follows begins where it stood.
    progress: stderr.isTTY ? (line) => void stderr.write(`\r\u001B[K${line}`) : undefined,
  }
}
