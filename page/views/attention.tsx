import { useShared } from '../context.ts'
import { accounts } from '../data/accounts.ts'
import { ledgersInNeed } from '../data/ledger.ts'
import { refusals } from '../data/registrations.ts'
import { webinarsInNeed } from '../data/webinars.ts'
import { useLoaded } from '../loaded.ts'
import type { Order } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { ProblemBar } from '../parts/problem-bar.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Sentences } from '../parts/sentences.tsx'
import { Show } from '../parts/show.tsx'
import { type Need, needs } from '../rules/attention.ts'

/** Accounts, webinars and registrations that need somebody, the worst first. */
export function Attention() {
  const { api, words } = useShared()
  const refused = useLoaded(() => refusals(api))
  const webinars = useLoaded(() => webinarsInNeed(api))
  const ledgers = useLoaded(() => ledgersInNeed(api))
  const configurations = useLoaded(() => accounts(api))
  const found = {
    accounts: configurations.value ?? [],
    webinars: webinars.value ?? [],
    ledgers: ledgers.value ?? [],
    refusals: refused.value?.shown ?? [],
  }
  const all = needs(found, api.now())
  const { shown = [], count = 0 } = refused.value ?? {}
  return (
    <>
      {configurations.problem !== undefined && <ProblemBar problem={configurations.problem} part="accounts" />}
      {webinars.problem !== undefined && <ProblemBar problem={webinars.problem} part="webinars" />}
      {ledgers.problem !== undefined && <ProblemBar problem={ledgers.problem} part="ledger" />}
      <Show loaded={refused} part="registrations">
        {() => all.length === 0 && webinars.value && configurations.value && <p class="well">{words.nothingNeeded}</p>}
      </Show>
      <Meanings
        about={words.views.attention}
        of={[
          [words.waiting, 'waiting'],
          [words.refused, 'refused'],
        ]}
      />
      {count > shown.length && <p>{words.moreRefusals(shown.length, count)}</p>}
      <ul class="list">
        {all.map((need) => (
          <NeedCard key={need.subject.id} need={need} />
        ))}
      </ul>
    </>
  )
}

const colors = { account: 'danger', webinar: 'danger', registration: 'warning' } as const

function NeedCard({ need }: { need: Need }) {
  const { words } = useShared()
  const { kind, subject, sentence } = need
  const order: Order = { kind: kind === 'account' ? 'types' : 'resend', subject, dryRun: false }
  return (
    <li class="card">
      <p>
        <fluent-badge appearance="tint" color={colors[kind]}>
          {words[kind]}
        </fluent-badge>
      </p>
      <h3>
        <RowLink {...subject} />
      </h3>
      {kind === 'registration' && <p class="quiet">{need.webinar}</p>}
      <Sentences text={sentence} />
      {kind === 'webinar' && <Counted need={need} />}
      {kind !== 'account' && (
        <>
          <p class="buttons">
            {kind === 'webinar' && <OrderButton order={{ ...order, kind: 'check' }} label={words.check} />}
            <OrderButton order={order} label={kind === 'webinar' ? words.sendAllAgain : words.sendAgain} />
          </p>
          <Answers of={kind === 'webinar' ? [{ ...order, kind: 'check' }, order] : [order]} />
        </>
      )}
    </li>
  )
}

function Counted({ need: { startsOn, ledger } }: { need: Extract<Need, { kind: 'webinar' }> }) {
  const { words, formats } = useShared()
  return (
    <>
      <p class="quiet">
        {words.startsOn}: {ledger?.startsOn ? formats.time(ledger.startsOn) : formats.wallClock(startsOn)}
      </p>
      {ledger && ledger.waiting > 0 && <p>{words.waitingSince(ledger.waiting, formats.time(ledger.waitingSince))}</p>}
      <Sentences text={ledger?.refusals ?? ''} />
    </>
  )
}
