import { useShared } from '../context.ts'
import { ledgersAfter } from '../data/ledger.ts'
import { webinarsEndingAfter } from '../data/webinars.ts'
import { useLoaded } from '../loaded.ts'
import type { Order, Webinar, WebinarLedger } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { FieldsLink } from '../parts/fields-link.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { ProblemBar } from '../parts/problem-bar.tsx'
import { Show } from '../parts/show.tsx'
import { WebinarCard } from '../parts/webinar-card.tsx'
import { isOver, later } from '../rules/periods.ts'
import { Found } from './found.tsx'

/** The webinars that are not over, the next first, with what their rows say of them. */
export function Ahead() {
  const { api, words } = useShared()
  const now = api.now()
  // Wall clocks are up to 14 hours apart.
  const webinars = useLoaded(() => webinarsEndingAfter(api, later(now, -1)))
  const ledgers = useLoaded(() => ledgersAfter(api, later(now, -1)))
  const byWebinar = new Map((ledgers.value ?? []).map((ledger) => [ledger.subject.id, ledger]))
  return (
    <>
      {ledgers.problem !== undefined && <ProblemBar problem={ledgers.problem} part="ledger" />}
      <Meanings
        about={words.views.ahead}
        of={[
          [words.due, 'due'],
          [words.sent, 'sent'],
        ]}
      />
      <Show loaded={webinars} part="webinars">
        {(all) => {
          const left = all
            .filter((webinar) => !isOver(webinar, byWebinar.get(webinar.id), now))
            .toSorted((one, other) => one.startsOn.localeCompare(other.startsOn))
          if (left.length === 0) return <p>{words.noneAhead}</p>
          return (
            <ul class="list">
              {left.map((webinar) => (
                <Next key={webinar.id} webinar={webinar} ledger={byWebinar.get(webinar.id)} />
              ))}
            </ul>
          )
        }}
      </Show>
      <Found />
    </>
  )
}

function Next({ webinar, ledger }: { webinar: Webinar; ledger: WebinarLedger | undefined }) {
  const { words, formats, orders } = useShared()
  const check: Order = { kind: 'check', subject: webinar, dryRun: false }
  const shown: Order = { kind: 'backfill', subject: webinar, dryRun: true }
  const real: Order = { ...shown, dryRun: false }
  // For real only when somebody could see what it would do.
  const isShown = orders.all?.some((one) => one.subject === webinar.id && one.dryRun && one.state === 'done')
  return (
    <WebinarCard webinar={webinar} ledger={ledger}>
      {ledger && (
        <p class="quiet">
          {words.sentOfDue(ledger.sent, ledger.due)}
          {ledger.reviewedOn && ` · ${words.lastReview(formats.time(ledger.reviewedOn))}`}
        </p>
      )}
      <p class="buttons">
        <OrderButton order={check} label={words.check} />
        <OrderButton order={shown} label={words.showBackfill} />
        {isShown && <OrderButton order={real} label={words.doBackfill} />}
      </p>
      <Answers of={[check, real, shown]} />
      <FieldsLink of={webinar} />
    </WebinarCard>
  )
}
