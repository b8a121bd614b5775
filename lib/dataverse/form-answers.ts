import { LRUCache } from 'lru-cache'
import * as v from 'valibot'
import { hour, minute } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import { toError } from './errors.ts'
import { label, labels } from './selection.ts'
import { submittedAnswers } from './submitted-answers.ts'
import type { Table } from './table-definition.ts'
import { tables } from './tables.ts'

/** Answers by their question, in lower case and without blanks around it. */
export type Answers = ReadonlyMap<string, string>
type Answer = { registration: string; question: string; text: string }

/** A filter that names so many registrations is well within what a request in a batch may have. */
const atOnce = 50
const callTime = 2 * minute

const question = `_msevtmgt_customregistrationfield_value@${label}`
const Text = v.fallback(v.string(), '')
const Page = v.object({ value: v.array(v.looseObject({})) })

type Source = { table: Table; lookup: string; answersIn(row: Record<string, unknown>): Omit<Answer, 'registration'>[] }
const sources: readonly Source[] = [
  {
    table: tables.registrationResponse,
    lookup: '_msevtmgt_eventregistration_value',
    answersIn: (row) => [{ question: v.parse(Text, row[question]), text: v.parse(Text, row.msevtmgt_response) }],
  },
  {
    table: tables.formSubmission,
    lookup: '_msdynmkt_eventregistration_value',
    answersIn: (row) => submittedAnswers(v.parse(Text, row.msdynmkt_submittedvalues)),
  },
]

/**
 * Reads what people answered in registration forms, for many registrations in one call. A table that is not there, lacks a
 * column or is not open to the connector costs its answers alone, and is asked again after an hour.
 */
export function createFormAnswers(dataverse: Pick<Dataverse, 'batch'>) {
  const closed = new LRUCache<string, true>({ max: sources.length, ttl: hour })

  /** @param registrations ids of event registrations. @throws Unavailable */
  return async function answersOf(registrations: readonly string[]): Promise<ReadonlyMap<string, Answers>> {
    const ids = [...new Set(registrations)]
    const found = new Map<string, Map<string, string>>()
    for (let at = 0; at < ids.length; at += atOnce) {
      const asked = sources.filter(({ table }) => !closed.has(table.name))
      if (asked.length === 0) break
      const part = ids.slice(at, at + atOnce)
      const answers = await dataverse.batch(
        asked.map((source) => ({ method: 'GET', path: pathOf(source, part), headers: { Prefer: labels } })),
        callTime,
      )
      for (const [index, source] of asked.entries()) {
        const { status = 0, headers = new Headers(), body } = answers[index] ?? {}
        if ([400, 401, 403, 404].includes(status)) closed.set(source.table.name, true)
        else if (status !== 200) throw toError({ status, headers, body, call: `GET ${source.table.set} in a batch` })
        for (const { registration, question, text } of answersIn(source, body)) {
          const theirs = found.get(registration) ?? new Map<string, string>()
          found.set(registration, theirs.set(question.trim().toLowerCase(), text))
        }
      }
    }
    return found
  }
}

/** The newest comes last, and counts. */
function pathOf({ table, lookup }: Source, ids: readonly string[]) {
  const filter = ids.map((id) => `${lookup} eq ${id}`).join(' or ')
  const query = `$select=${Object.keys(table.columns).join()}&$filter=${encodeURIComponent(filter)}&$orderby=createdon`
  return `/api/data/v9.2/${table.set}?${query}`
}

function answersIn({ lookup, answersIn }: Source, body: unknown): Answer[] {
  const page = v.safeParse(Page, body)
  return (page.success ? page.output.value : []).flatMap((row) => {
    const registration = v.parse(Text, row[lookup])
    return answersIn(row).flatMap((answer) => (answer.question ? [{ ...answer, registration }] : []))
  })
}
