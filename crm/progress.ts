import type { Kind, PlannedChange } from './planned-change.ts'

const asItShouldBe = 'as it should be'

/** Tells of one change after the other: one line a kind, or with `verbose` a line each. */
export function createProgress(print: (line: string) => void, verbose: boolean) {
  let current: Kind | undefined
  const counts = new Map<string, number>()

  function end() {
    if (!current) return
    const outcomes = [...counts]
    const [first] = outcomes
    const alone = first && outcomes.length === 1 && first[1] === 1
    print(`${current}: ${alone ? first[0] : outcomes.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
    current = undefined
    counts.clear()
  }

  return {
    /**
     * @param outcome what is or was done; left out where there is nothing to do
     * @param alone whether it gets a line of its own
     */
    tell({ kind, name, state }: PlannedChange, outcome: string = state ?? asItShouldBe, alone = verbose) {
      if (alone) {
        end()
        return print(`${name}: ${outcome}`)
      }
      if (kind !== current) end()
      current = kind
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    },
    /** Prints what is left; comes last. */
    end,
  }
}
