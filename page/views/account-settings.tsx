import { useShared } from '../context.ts'
import type { Loaded } from '../loaded.ts'
import type { Account, AccountSettings } from '../model.ts'
import { RowLink } from '../parts/row-link.tsx'
import { Show } from '../parts/show.tsx'

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
              </>
            )
          }}
        </Show>
      </div>
    </details>
  )
}
