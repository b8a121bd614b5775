import { useShared } from '../context.ts'
import type { Order } from '../model.ts'
import { isOpen, newestOf } from '../rules/requests.ts'
import { Sentences } from './sentences.tsx'
import { StateBadge } from './state-badge.tsx'

/** The newest requests of these kinds for a row, with their answers. */
export function Answers({ of }: { of: readonly Order[] }) {
  const { orders, words, formats } = useShared()
  const found = of.flatMap((order) => newestOf(orders.all ?? [], order) ?? [])
  if (found.length === 0) return null
  return (
    <ul class="answers">
      {found.map((request) => (
        <li key={request.id}>
          <StateBadge state={request.state} /> {request.kind && words.kinds[request.kind]}
          {request.dryRun && ` (${words.dryRun})`}, {formats.time(request.finishedOn ?? request.createdOn)}
          {isOpen(request) && request.progress > 0 && (
            <fluent-progress-bar value={request.progress} max={100} aria-label={words.progress} />
          )}
          <Sentences text={request.answer} />
        </li>
      ))}
    </ul>
  )
}
