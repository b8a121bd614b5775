import type { ComponentChildren } from 'preact'
import { useShared } from '../context.ts'
import type { Webinar, WebinarLedger } from '../model.ts'
import { RowLink } from './row-link.tsx'
import { Sentences } from './sentences.tsx'

/** A webinar with what its row says of it. */
export function WebinarCard({
  webinar,
  ledger,
  children,
}: {
  webinar: Webinar
  ledger: WebinarLedger | undefined
  children: ComponentChildren
}) {
  const { formats } = useShared()
  return (
    <li class="card">
      <h3>
        <RowLink {...webinar} />
      </h3>
      <p class="quiet">{ledger?.startsOn ? formats.time(ledger.startsOn) : formats.wallClock(webinar.startsOn)}</p>
      {webinar.status && (
        <p>
          <fluent-badge appearance="tint" color={isInNeed(webinar) ? 'danger' : 'informative'}>
            {webinar.status}
          </fluent-badge>
        </p>
      )}
      <Sentences text={webinar.reason} />
      {children}
    </li>
  )
}

function isInNeed({ status }: Webinar) {
  return status === 'Needs attention' || status === 'Handlungsbedarf'
}
