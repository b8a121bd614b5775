import { useShared } from '../context.ts'
import { accounts } from '../data/accounts.ts'
import { lastUse } from '../data/ledger.ts'
import { settingsOfAccounts } from '../data/settings.ts'
import { type Loaded, useLoaded } from '../loaded.ts'
import type { Account, AccountSettings, Order } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { CredentialsForm } from '../parts/credentials-form.tsx'
import { FieldsLink } from '../parts/fields-link.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { Numbers } from '../parts/numbers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Sentences } from '../parts/sentences.tsx'
import { Show } from '../parts/show.tsx'
import { TermsCard } from '../parts/terms-card.tsx'
import { Settings } from './account-settings.tsx'

/** The accounts at the provider, and the provider's terms. */
export function Accounts() {
  const { api, words } = useShared()
  const loaded = useLoaded(() => accounts(api))
  const settings = useLoaded(() => settingsOfAccounts(api))
  return (
    <>
      <TermsCard />
      <Show loaded={loaded} part="accounts">
        {(all) => (
          <>
            {all.length === 0 && <p>{words.noAccounts}</p>}
            <Meanings
              about={words.views.accounts}
              of={[
                [words.lastUse, 'lastUse'],
                [words.lastMetrics, 'lastMetrics'],
              ]}
            />
            <ul class="list">
              {all.map((account) => (
                <AccountCard key={account.id} account={account} settings={settings} />
              ))}
            </ul>
          </>
        )}
      </Show>
    </>
  )
}

const colors = {
  healthy: 'success',
  'not authenticated': 'danger',
  forbidden: 'danger',
  unhealthy: 'warning',
  unknown: 'informative',
} as const

function AccountCard({ account, settings }: { account: Account; settings: Loaded<AccountSettings[]> }) {
  const { api, words, formats } = useShared()
  const types: Order = { kind: 'types', subject: account, dryRun: false }
  // Without the connector's tables there is only less to say.
  const used = useLoaded(() => lastUse(api, account.id).catch(() => undefined), account.id)
  return (
    <li class="card">
      <h3>
        <RowLink {...account} />
      </h3>
      <p>
        <fluent-badge appearance="tint" color={colors[account.health]}>
          {words.healths[account.health]}
        </fluent-badge>
      </p>
      <Sentences text={account.message} />
      <Numbers
        of={[
          [words.clientId, account.clientId || '–'],
          [words.lastUse, formats.time(used.value)],
          [words.lastMetrics, formats.time(account.metricsOn)],
        ]}
      />
      <CredentialsForm account={account} />
      <Settings account={account} loaded={settings} />
      <p class="buttons">
        <OrderButton order={types} label={words.refreshTypes} />
      </p>
      <Answers of={[types]} />
      <FieldsLink of={account} />
    </li>
  )
}
