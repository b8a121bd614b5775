import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { SharedContext } from './context.ts'
import type { WebApi } from './data/web-api.ts'
import type { Formats } from './formats.ts'
import { useOrders } from './orders.ts'
import { type View, viewOf, views } from './rules/route.ts'
import { Accounts } from './views/accounts.tsx'
import { Ahead } from './views/ahead.tsx'
import { Attention } from './views/attention.tsx'
import { Fields } from './views/fields.tsx'
import { Overview } from './views/overview.tsx'
import { Past } from './views/past.tsx'
import { Requests } from './views/requests.tsx'
import type { Words } from './words/en.ts'

/** Milliseconds after which all that is shown is read again. */
const pause = 60_000

const contents: Record<View, () => preact.JSX.Element> = {
  overview: Overview,
  attention: Attention,
  ahead: Ahead,
  past: Past,
  fields: Fields,
  accounts: Accounts,
  requests: Requests,
}

export function Page({ api, words, formats }: { api: WebApi; words: Words; formats: Formats }) {
  const view = useView(words)
  const [turn, setTurn] = useState(0)
  const [said, setSaid] = useState('')
  const [asOf, setAsOf] = useState(api.now)
  const refresh = useCallback(() => {
    setTurn((last) => last + 1)
    setAsOf(api.now())
  }, [api])
  const orders = useOrders(api, words, `${view.name} ${turn}`, refresh, setSaid)

  // Each view reads what it shows when it comes.
  useEffect(() => setAsOf(api.now()), [api, view.name])

  useEffect(() => {
    const timer = setInterval(() => document.hidden || refresh(), pause)
    return () => clearInterval(timer)
  }, [refresh])

  function press() {
    refresh()
    setSaid(words.refreshed(formats.clock(api.now())))
  }

  const Content = contents[view.name]
  return (
    <SharedContext.Provider value={{ api, words, formats, turn, refresh, orders }}>
      <header>
        <h1>{words.title}</h1>
        <nav aria-label={words.navigation}>
          <ul>
            {views.map((name) => (
              <li key={name}>
                <a href={`#/${name}`} aria-current={name === view.name ? 'page' : undefined}>
                  {words.views[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        <div class="title">
          <h2 ref={view.heading} tabIndex={-1}>
            {words.views[view.name]}
          </h2>
          <p class="quiet">{words.asOf(formats.clock(asOf))}</p>
          <fluent-button size="small" onClick={press}>
            {words.refresh}
          </fluent-button>
        </div>
        <Content key={view.name} />
      </main>
      <p class="unseen" role="status">
        {said}
      </p>
    </SharedContext.Provider>
  )
}

/** The view that the address names. Its heading gets the focus when the person goes there. */
function useView(words: Words) {
  const [name, setName] = useState(() => viewOf(location.hash))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const follow = () => {
      setName(viewOf(location.hash))
      heading.current?.focus()
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    document.title = `${words.views[name]} – ${words.title}`
  }, [name, words])
  return { name, heading }
}
