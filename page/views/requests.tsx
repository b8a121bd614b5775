import { useShared } from '../context.ts'
import type { Request } from '../model.ts'
import { RowLink } from '../parts/row-link.tsx'
import { Sentences } from '../parts/sentences.tsx'
import { Show } from '../parts/show.tsx'
import { StateBadge } from '../parts/state-badge.tsx'
import { isOpen } from '../rules/requests.ts'

/** The requests, the newest first, with their answers. */
export function Requests() {
  const { orders, words } = useShared()
  return (
    <Show loaded={{ value: orders.all, problem: orders.problem }} part="requests">
      {(all) =>
        all.length === 0 ? (
          <p>{words.noRequests}</p>
        ) : (
          <ul class="list">
            {all.map((request) => (
              <RequestCard key={request.id} request={request} />
            ))}
          </ul>
        )
      }
    </Show>
  )
}

function RequestCard({ request }: { request: Request }) {
  const { words, formats } = useShared()
  const { id, kind, state, name, dryRun, answer, progress, createdOn, createdBy } = request
  return (
    <li class="card">
      <h3>
        <RowLink table="wbc_request" id={id} name={name || (kind ? words.kinds[kind] : '')} />
      </h3>
      <p>
        <StateBadge state={state} /> {dryRun && `(${words.dryRun})`}
      </p>
      <p class="quiet">{words.orderedBy(createdBy, formats.time(createdOn))}</p>
      {isOpen(request) && (
        <p>
          <fluent-progress-bar value={progress} max={100} aria-label={`${words.progress}: ${name}`} />
          <span class="quiet">{formats.number(progress)} %</span>
        </p>
      )}
      <Sentences text={answer} />
    </li>
  )
}
