import * as v from 'valibot'
import { checked } from '../../lib/core/http-client.ts'
import type { Connector } from './connector-client.ts'

const Page = v.looseObject({ next: v.nullable(v.string()) })

/** All that a route lists in pages, from the first to the last. @param member the list in an answer */
export async function allPages<S extends v.GenericSchema>(
  connector: Connector,
  schema: S,
  { route, member, query }: { route: string; member: string; query: Record<string, string | undefined> },
): Promise<v.InferOutput<S>[]> {
  const Entries = v.object({ [member]: v.array(schema) })
  const all: v.InferOutput<S>[] = []
  let after: string | null = null
  do {
    const asked = Object.entries({ ...query, after }).flatMap(([name, value]) => (value ? [[name, value]] : []))
    const page: v.InferOutput<typeof Page> = await connector.read(
      Page,
      `${route}?${new URLSearchParams(Object.fromEntries(asked))}`,
    )
    all.push(...(checked(Entries, page, connector.url, `GET ${route}`)[member] ?? []))
    after = page.next
  } while (after !== null)
  return all
}
