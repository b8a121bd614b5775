import { useAction } from '../action.ts'
import { useShared } from '../context.ts'
import type { Order } from '../model.ts'
import { isOpen, newestOf } from '../rules/requests.ts'
import { ProblemBar } from './problem-bar.tsx'
import { Spinner } from './spinner.tsx'

/** Orders something. It cannot be pressed while the same is ordered and not done; the focus stays on it meanwhile. */
export function OrderButton({ order, label }: { order: Order; label: string }) {
  const { orders } = useShared()
  const { run, isRunning, problem } = useAction(() => orders.place(order))
  const newest = newestOf(orders.all ?? [], order)
  const about = [order.contact?.name, order.subject.name].filter(Boolean).join(', ')
  const isBusy = isRunning || (newest !== undefined && isOpen(newest))

  return (
    <>
      <fluent-button
        size="small"
        disabled-focusable={isBusy}
        aria-disabled={isBusy}
        aria-label={`${label}: ${about}`}
        onClick={() => isBusy || run()}
      >
        {isBusy && <Spinner slot="start" />}
        {label}
      </fluent-button>
      {problem !== undefined && <ProblemBar problem={problem} part="requests" />}
    </>
  )
}
