import { useShared } from '../context.ts'
import type { Loaded } from '../loaded.ts'
import type { Account, AccountSettings, Order } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Show } from '../parts/show.tsx'
import { newestOf } from '../rules/requests.ts'

/** The choices of an account, in sentences, and the way to its form. */
export function Settings({ account, loaded }: { account: Account; loaded: Loaded<AccountSettings[]> }) {
  const { words } = useShared()
  const its = words.settings
  return (
    <details>
      <summary aria-label={`${its.title}: ${account.name}`}>{its.title}</summary>
      <div class="parts">
        <Show loaded={loaded} part="settings">
          {(all) => {
            const found = all.find(({ id }) => id === account.id)
            if (!found) return <p>{its.none}</p>
            return (
              <>
                <ul class="sentences">
                  {its.say(found).map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
                <p>
                  <RowLink table="wbc_accountsettings" id={found.id} name={its.open} />
                </p>
                {found.monthsKept !== undefined && <Purge account={account} />}
              </>
            )
          }}
        </Show>
      </div>
    </details>
  )
}

/** Deletes attendees who are kept no longer: only when somebody could see what it would delete. */
function Purge({ account }: { account: Account }) {
  const { words, orders } = useShared()
  const its = words.settings
  const shown: Order = { kind: 'purge', subject: account, dryRun: true }
  const real: Order = { ...shown, dryRun: false }
  const isShown = newestOf(orders.all ?? [], shown)?.state === 'done'
  return (
    <>
      <p class="buttons">
        <OrderButton order={shown} label={its.showPurge} />
        {isShown && <OrderButton order={real} label={its.doPurge} />}
      </p>
      <Answers of={[real, shown]} />
    </>
  )
}
