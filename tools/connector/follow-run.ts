import * as v from 'valibot'
import type { Tools } from './command.ts'

/** A run as the connector shows it; further members stay in the document. */
export const Run = v.looseObject({
  id: v.string(),
  state: v.picklist(['running', 'ended']),
  startedAt: v.string(),
  ...{ total: v.number(), done: v.number(), failed: v.number(), waiting: v.number() },
})
export type Run = v.InferOutput<typeof Run>

/** Milliseconds between two looks: the app counts all messages of a run at each. */
const [firstPause, longestPause] = [1000, 10_000]
const width = 30

/** Waits until a run has ended, and shows how far it got. Who stops the command does not stop the run. */
export async function followRun(id: string, { connector, terminal, wait }: Tools): Promise<Run> {
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const run = await connector.read(Run, `runs/${id}`)
    terminal.progress?.(bar(run))
    if (run.state === 'ended') {
      terminal.progress?.('')
      return run
    }
    await wait(pause)
  }
}

/** The outcome of a run, as a line. */
export function runLine({ id, state, total, done, failed, waiting }: Run): string {
  const left = waiting ? `, ${waiting} waiting` : ''
  return `Run ${id} ${state === 'ended' ? 'has ended' : 'goes on'}: ${done} of ${total} done, ${failed} failed${left}.`
}

function bar({ total, done, failed }: Run) {
  const filled = total ? Math.floor((width * (done + failed)) / total) : 0
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${done + failed} of ${total}, ${failed} failed`
}
