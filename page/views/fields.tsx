import { useState } from 'preact/hooks'
import { useShared } from '../context.ts'
import { accounts } from '../data/accounts.ts'
import type { Place } from '../data/mapping.ts'
import type { WebApi } from '../data/web-api.ts'
import { webinarsEndingAfter } from '../data/webinars.ts'
import { useLoaded } from '../loaded.ts'
import { Show } from '../parts/show.tsx'
import { later } from '../rules/periods.ts'
import { idIn } from '../rules/route.ts'
import { FieldsOf } from './field-list.tsx'

/** The fields of an account, or of one webinar that is not over: the one that the address names, else the first account. */
export function Fields() {
  const { api, words } = useShared()
  const its = words.fields
  const [chosen, setChosen] = useState(() => idIn(location.hash))
  const loaded = useLoaded(() => placesOf(api))
  return (
    <Show loaded={loaded} part="accounts">
      {(groups) => {
        const all = groups.flat()
        const place = all.find(({ id }) => id === chosen) ?? all[0]
        if (!place) return <p>{words.noAccounts}</p>
        return (
          <>
            <div class="field">
              <label for="shown-for">{its.shownFor}</label>
              <select id="shown-for" value={place.id} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
                {groups.map(([account, ...webinars]) => (
                  <optgroup key={account?.id} label={account?.name ?? ''}>
                    <option value={account?.id}>{its.all(account?.name ?? '')}</option>
                    {webinars.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name || words.unnamed}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </div>
            <FieldsOf key={place.id} place={place} />
          </>
        )
      }}
    </Show>
  )
}

/** Each account with its webinars behind it. */
async function placesOf(api: WebApi): Promise<Place[][]> {
  const [found, webinars] = await Promise.all([accounts(api), webinarsEndingAfter(api, later(api.now(), -1))])
  return found.map((account) => [
    { ...account, account: account.id },
    ...webinars.filter((webinar) => webinar.account === account.id),
  ])
}
