import { useEffect, useRef, useState } from 'preact/hooks'
import { useShared } from '../context.ts'
import { enterCredentials } from '../data/accounts.ts'
import type { Account } from '../model.ts'
import { ProblemBar } from './problem-bar.tsx'

/** Milliseconds between two looks at an account, while the connector proves its credentials. */
const pause = 2_500
/** So often it is looked at. */
const looks = 12

/** The credentials of an account, given by its row. The connector proves them and takes the secrets off the row. */
export function CredentialsForm({ account }: { account: Account }) {
  const { api, words, refresh, orders } = useShared()
  const form = useRef<HTMLFormElement>(null)
  const [left, setLeft] = useState(0)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [said, setSaid] = useState('')

  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => {
      refresh()
      setLeft(left - 1)
    }, pause)
    return () => clearTimeout(timer)
  }, [left, refresh])

  async function save(event: Event) {
    event.preventDefault()
    const [clientId, accessTokenKey, accessTokenSecret] = ['clientId', 'key', 'secret'].map(
      (name) => form.current?.querySelector<HTMLElement & { value: string }>(`[name=${name}]`)?.value.trim() ?? '',
    )
    if (!clientId || !accessTokenKey || !accessTokenSecret) return setSaid(words.incomplete)
    if (isSending) return
    setSending(true)
    setProblem(undefined)
    setSaid('')
    try {
      await enterCredentials(api, account.id, { clientId, accessTokenKey, accessTokenSecret })
      form.current?.reset()
      setSaid(words.credentialsSaved)
      orders.announce(words.credentialsSaved)
      setLeft(looks)
    } catch (refusal) {
      setProblem(refusal)
    }
    setSending(false)
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
          <fluent-button appearance="primary" type="submit" disabled-focusable={isSending} aria-disabled={isSending}>
            {words.saveCredentials}
          </fluent-button>
        </p>
        {said && <p role="status">{said}</p>}
        {account.hasSecrets && <p>{words.credentialsChecked}</p>}
        {problem !== undefined && <ProblemBar problem={problem} part="accounts" />}
      </form>
    </details>
  )
}
