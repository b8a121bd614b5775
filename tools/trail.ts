import { parseArgs } from 'node:util'
import { azdVariables } from '../crm/azd.ts'

/** Lists the audit trail of a deployed app, the newest first. */

const usage = `npm run trail -- [options]
  --app            the function app, e.g. https://contoso.azurewebsites.net     (or FUNCTION_APP_URL)
  --key            a function key of the app, or
  --token          an access token for it
  --since          a date or a time in UTC, e.g. 2026-11-01
  --until          the same
  --configuration  one account, by the id of its row in Dynamics
  --action         one kind of act, e.g. credentials_changed
  --json           a line of JSON for each record, to keep it elsewhere
  --help           this text
What azd has deployed from this folder is known without being given.`

type AuditRecord = {
  at: string
  action: string
  outcome: string
  actor: { by: string; id?: string }
  id: string
  act: string
} & Record<string, unknown>
type Page = { records: AuditRecord[]; next: string | null; error?: { message: string } }

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main() {
  const { values } = parseArgs({
    options: {
      ...{ app: text, key: text, token: text, since: text, until: text, configuration: text, action: text },
      ...{ json: flag, help: flag },
    },
  })
  if (values.help) return console.log(usage)
  const { key, token, json = false, help: _, app = appOfAzd(), ...filter } = values
  if (!app || (!key && !token)) throw new Error(`--app and --key, or --token, are needed.\n\n${usage}`)
  const route = token ? 'api/v1/audit' : 'api/audit'
  const headers: Record<string, string> = token
    ? { authorization: `Bearer ${token}` }
    : { 'x-functions-key': key ?? '' }
  let after: string | undefined
  do {
    const query = new URLSearchParams({ ...filter, ...(after && { after }) })
    const page = await read(new URL(`${route}?${query}`, app), headers)
    for (const record of page.records) console.log(json ? JSON.stringify(record) : line(record))
    after = page.next ?? undefined
  } while (after)
}

async function read(url: URL, headers: Record<string, string>) {
  const answer = await fetch(url, { headers })
  const page = (await answer.json().catch(() => undefined)) as Page | undefined
  if (answer.ok && page) return page
  throw new Error(page?.error?.message ?? `The app answered ${answer.status}: see --app, --key and --token.`)
}

function line({ at, action, outcome, actor, id: _, act, ...facts }: AuditRecord) {
  const about = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  const who = [actor.by, actor.id].filter(Boolean).join(' ')
  return [at, action.padEnd(19), outcome.padEnd(7), who.padEnd(45), act, ...about].join('  ')
}

function appOfAzd() {
  return process.env.FUNCTION_APP_URL ?? azdVariables(process.cwd()).FUNCTION_APP_URL
}
