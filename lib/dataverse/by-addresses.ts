import pLimit from 'p-limit'
import { quoted } from './client.ts'

/** Addresses that are asked for in one query, and queries at a time: larger ones take no less time. */
const addressesPerQuery = 40
const atOnce = 4

/**
 * Asks for rows by e-mail addresses, some at a time.
 * @param read gets a condition that a row has one of these addresses, as the collation of Dynamics takes them
 */
export async function byAddresses<Row>(
  column: string,
  emails: readonly string[],
  read: (hasOne: string, addresses: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const parts = Array.from({ length: Math.ceil(emails.length / addressesPerQuery) }, (_, at) =>
    emails.slice(at * addressesPerQuery, (at + 1) * addressesPerQuery),
  )
  const found = await pLimit(atOnce).map(parts, (part) =>
    read(part.map((email) => `${column} eq ${quoted(email.trim())}`).join(' or '), part),
  )
  return found.flat()
}
