import contract from './contract.json' with { type: 'json' }

/** One published operation of the API; calls are checked against this and nothing else. */
export type Operation = {
  /** Method and path as in the contract, e.g. `GET /client/{clientId}/event`. */
  call: string
  method: string
  path: string
  /** Requests per minute and client; undefined where ON24 states no quota. */
  perMinute: number | undefined
  statuses: number[]
  /** Lower case: names are matched without regard to case. */
  query: Set<string>
  /** Each field in the case that ON24 uses and in lower case. */
  form: Set<string>
  required: string[]
  types: string[]
}

type Entry = {
  call: string
  perMinute?: number
  statuses: number[]
  query?: string
  form?: string
  required?: string
  types?: string
}

const groups: Record<string, string> = contract.groups

function words(list = ''): string[] {
  const names = list.split(' ').filter(Boolean)
  return names.flatMap((name) => (name.startsWith('@') ? words(groups[name.slice(1)]) : name))
}

function toOperation(entry: Entry): Operation {
  const [method = '', path = ''] = entry.call.split(' ')
  const fields = words(entry.form)
  return {
    call: entry.call,
    method,
    path,
    perMinute: entry.perMinute,
    statuses: entry.statuses,
    query: new Set(words(entry.query)),
    form: new Set([...fields, ...fields.map((field) => field.toLowerCase())]),
    required: words(entry.required),
    types: words(entry.types),
  }
}

/** All 67 published operations. */
export const operations: Operation[] = contract.operations.map((entry: Entry) => toOperation(entry))
