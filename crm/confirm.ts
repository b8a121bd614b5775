import { createInterface } from 'node:readline/promises'

/** Asks the person at the terminal. Anything but yes is a no, and so is Ctrl-C. */
export async function confirm(question: string, output: NodeJS.WritableStream = process.stdout): Promise<boolean> {
  const asking = createInterface(process.stdin, output)
  const answer = await asking.question(`${question} (y/N) `).catch(() => '')
  asking.close()
  return /^y(es)?$/i.test(answer.trim())
}
