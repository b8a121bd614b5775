import { useEffect, useRef, useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { useShared } from '../context.ts'
import { type Credentials, enterCredentials } from '../data/accounts.ts'
import type { Account } from '../model.ts'
import { ProblemBar } from './problem-bar.tsx'

/** Milliseconds between two looks at an account, while the connector proves its credentials. */
const pause = 2_500
/** So often it is looked at. */
const looks = 12

/** The credentials of an account, given by its row. The connector proves them and takes the secrets off the row. */
export function CredentialsForm({ account }: { account: Account }) {
  const { api, words, refresh } = useShared()
  const form = useRef<HTMLFormElement>(null)
  const [left, setLeft] = useState(0)
  const [said, setSaid] = useState('')

  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => {
      refresh()
      setLeft(left - 1)
    }, pause)
    return () => clearTimeout(timer)
  }, [left, refresh])

  const { run, isRunning, problem } = useAction(async () => {
    setSaid('')
    const given = credentialsIn(form.current)
    if (!given) return setSaid(words.incomplete)
    await enterCredentials(api, account.id, given)
    form.current?.reset()
    setSaid(words.credentialsSaved)
    setLeft(looks)
  })

  function save(event: Event) {
    event.preventDefault()
    void run()
  }

  return (
    <details>
      <summary>{words.enterCredentials}</summary>
      <form ref={form} onSubmit={save} autocomplete="off">
        <p>{words.credentialsHint}</p>
        <fluent-text-input name="clientId" initialValue={account.clientId} maxlength={100} autocomplete="off">
          {words.clientId}
        </fluent-text-input>
        <fluent-text-input name="key" type="password" maxlength={100} autocomplete="off">
          {words.accessTokenKey}
        </fluent-text-input>
        <fluent-text-input name="secret" type="password" maxlength={130} autocomplete="off">
          {words.accessTokenSecret}
        </fluent-text-input>
        <p class="buttons">
          <fluent-button appearance="primary" type="submit" disabled-focusable={isRunning} aria-disabled={isRunning}>
            {words.saveCredentials}
          </fluent-button>
        </p>
        <p role="status">{said}</p>
        {account.hasSecrets && <p>{words.credentialsChecked}</p>}
        {problem !== undefined && <ProblemBar problem={problem} part="accounts" />}
      </form>
    </details>
  )
}

/** The three values that were typed; undefined while one is missing. */
function credentialsIn(form: HTMLFormElement | null): Credentials | undefined {
  const typed = (name: string) =>
    form?.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value.trim() ?? ''
  const given = { clientId: typed('clientId'), accessTokenKey: typed('key'), accessTokenSecret: typed('secret') }
  return Object.values(given).every(Boolean) ? given : undefined
}
