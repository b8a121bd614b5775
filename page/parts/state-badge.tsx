import { useShared } from '../context.ts'
import type { Request } from '../model.ts'

const colors = { waiting: 'informative', running: 'brand', done: 'success', failed: 'danger' } as const

export function StateBadge({ state }: { state: Request['state'] }) {
  const { words } = useShared()
  return (
    <fluent-badge appearance="tint" color={colors[state]}>
      {words.states[state]}
    </fluent-badge>
  )
}
