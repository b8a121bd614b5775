import type { Line } from '../environment/print-table.ts'

type Facts = { atMost?: number; atLeast?: number; exactly?: number; unit?: string; before?: string | number }

/** A line of the bench: a figure, its aim, and the figure of the first edition as it was measured then. */
export function figure(name: string, value: number, facts: Facts = {}): Line {
  const { atMost, atLeast, exactly, unit = '', before } = facts
  const is = Math.round(value * 100) / 100
  const shown = (number: number) => `${number.toLocaleString('en')}${unit && ` ${unit}`}`
  const aims = [
    atMost !== undefined && { must: `at most ${shown(atMost)}`, ok: is <= atMost },
    atLeast !== undefined && { must: `at least ${shown(atLeast)}`, ok: is >= atLeast },
    exactly !== undefined && { must: shown(exactly), ok: is === exactly },
  ]
  return {
    figure: name,
    is: shown(is),
    ...(aims.find((aim) => aim !== false) ?? {}),
    ...(before !== undefined && { before }),
  }
}

/** The value below which a share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
