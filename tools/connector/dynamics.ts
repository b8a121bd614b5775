import * as v from 'valibot'
import { checked, createHttpClient } from '../../lib/core/http-client.ts'
import { CommandError } from './exit.ts'
import { reached } from './reach.ts'

/** Rows of Dynamics, read with the person's own sign-in. */
export type Dynamics = {
  /** Text columns of the first 50 rows of a query, empty where there is none: people are shown no more. */
  rows(set: string, columns: readonly string[], filter: string): Promise<Record<string, string>[]>
}

const Row = v.record(v.string(), v.nullish(v.string(), ''))
const Page = v.object({ value: v.array(v.unknown()) })

/** @param url the environment, if it is known */
export function createDynamics(url: string | undefined, token: (resource: string) => Promise<string>): Dynamics {
  return {
    async rows(set, columns, filter) {
      if (!url) {
        throw new CommandError(
          'wrongUse',
          'The Dynamics environment is not known: say its address with --url, or give the link of the row.',
        )
      }
      const client = createHttpClient({
        name: url,
        url: `${url}/api/data/v9.2`,
        headers: async () => ({ authorization: `Bearer ${await token(url)}`, accept: 'application/json' }),
        failure: ({ status, call }) =>
          new CommandError(
            'noAccess',
            status === 401 || status === 403
              ? `${url} does not let your account read ${set}: sign in as somebody who may (az login), or give the link of the row.`
              : `${url} did not answer ${call} (${status}): try again in a few minutes.`,
          ),
      })
      const path = `${set}?$select=${columns.join()}&$top=50&$filter=${encodeURIComponent(filter)}`
      const page = await reached(url, client.read(Page, 'GET', path))
      return page.value.map((row) => checked(Row, row, url, `GET ${set}`))
    },
  }
}

/** A text as a filter takes it. */
export function quoted(text: string) {
  return `'${text.replaceAll("'", "''")}'`
}
