import { useShared } from '../context.ts'
import { ledgersAfter } from '../data/ledger.ts'
import { webinarsEnded } from '../data/webinars.ts'
import { useLoaded } from '../loaded.ts'
import type { Order, Webinar, WebinarLedger } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { Numbers } from '../parts/numbers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { ProblemBar } from '../parts/problem-bar.tsx'
import { Show } from '../parts/show.tsx'
import { WebinarCard } from '../parts/webinar-card.tsx'
import { isOver, later } from '../rules/periods.ts'
import { Engagement } from './engagement.tsx'
import { UnmatchedPeople } from './unmatched.tsx'

/** Days back to which webinars are shown. */
const days = 90

/** The webinars that are over, the last first, with their attendance. */
export function Past() {
  const { api, words } = useShared()
  const now = api.now()
  const from = later(now, -days)
  const webinars = useLoaded(() => webinarsEnded(api, from, later(now, 1)))
  const ledgers = useLoaded(() => ledgersAfter(api, from))
  const byWebinar = new Map((ledgers.value ?? []).map((ledger) => [ledger.subject.id, ledger]))
  return (
    <>
      {ledgers.problem !== undefined && <ProblemBar problem={ledgers.problem} part="ledger" />}
      <Meanings
        about={words.views.past}
        of={[
          [words.registrations, 'sent'],
          [words.attended, 'attended'],
          [words.minutes, 'minutes'],
          [words.unmatched, 'unmatched'],
        ]}
      />
      <Show loaded={webinars} part="webinars">
        {(all) => {
          const over = all
            .filter((webinar) => isOver(webinar, byWebinar.get(webinar.id), now))
            .toSorted((one, other) => other.startsOn.localeCompare(one.startsOn))
          if (over.length === 0) return <p>{words.noPast}</p>
          return (
            <ul class="list">
              {over.map((webinar) => (
                <Last key={webinar.id} webinar={webinar} ledger={byWebinar.get(webinar.id)} />
              ))}
            </ul>
          )
        }}
      </Show>
    </>
  )
}

function Last({ webinar, ledger }: { webinar: Webinar; ledger: WebinarLedger | undefined }) {
  const { words, formats } = useShared()
  const read: Order = { kind: 'attendance', subject: webinar, dryRun: false }
  return (
    <WebinarCard webinar={webinar} ledger={ledger}>
      {ledger?.pulledOn && (
        <>
          <Numbers
            of={[
              [words.registrations, formats.number(ledger.sent)],
              [words.attended, formats.number(ledger.attendees)],
              [words.minutes, formats.number(ledger.minutes)],
              [words.unmatched, formats.number(ledger.unmatched)],
            ]}
          />
          <p class="quiet">{words.lastPull(formats.time(ledger.pulledOn))}</p>
        </>
      )}
      {ledger && !ledger.pulledOn && <p class="quiet">{words.notCounted}</p>}
      {ledger?.pulledOn && ledger.attendees > 0 && <Engagement webinar={webinar} />}
      {ledger && ledger.unmatched > 0 && <UnmatchedPeople webinar={webinar} count={ledger.unmatched} />}
      <p class="buttons">
        <OrderButton order={read} label={words.readAttendance} />
      </p>
      <Answers of={[read]} />
    </WebinarCard>
  )
}
