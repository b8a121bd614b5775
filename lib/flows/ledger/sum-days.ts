import { UnavailableError } from '../../core/errors.ts'
import type { DailyLedgerRow } from '../../model/ledger.ts'
import { sumOf } from '../../rules/ledger/contribution.ts'
import { dailyLedgerId } from '../../rules/ledger/ledger-ids.ts'
import type { Services } from '../../services.ts'
import { takeTurn } from './take-turn.ts'

/** Days that one message adds up at most: all go in one call. */
const most = 100

/**
 * Adds up the days of an account to which webinars have contributed something new, and writes their rows in the ledger.
 * @param sentAt when the message was sent
 */
export async function sumDays(configuration: string, sentAt: Date, services: Services) {
  const { crm, ledgerStore, countDays } = services
  if (!(await crm.hasLedger())) return 'no ledger'
  const turn = await takeTurn('account', configuration, sentAt, services)
  if (!turn) return 'counted by others'
  const open = await ledgerStore.openDays(configuration)
  const part = open.slice(0, most)
  const results = (await crm.writeDailyLedger(await rowsOf(configuration, part, services))) ?? []
  const failed = results.find((result) => result.status === 'rejected' && result.reason instanceof UnavailableError)
  if (failed?.status === 'rejected') throw failed.reason
  let isNews = open.length > part.length
  for (const one of part) {
    // A day that changed while it was written may hold the older sum.
    if (await ledgerStore.closeDay(configuration, one)) continue
    await ledgerStore.reopenDay(configuration, one.day)
    isNews = true
  }
  if (isNews) await countDays(configuration)
  const { last, etag } = turn
  await ledgerStore.put('account', configuration, { ...last, configuration, completeAt: last.countedAt }, etag)
  return { days: part.length }
}

async function rowsOf(
  configuration: string,
  days: readonly { day: string }[],
  { ledgerStore, credentialStore }: Services,
): Promise<DailyLedgerRow[]> {
  const account = days.length ? await credentialStore.configuration(configuration) : undefined
  const rows: DailyLedgerRow[] = []
  for (const { day } of days) {
    const sum = sumOf(await Array.fromAsync(ledgerStore.contributions(configuration, day)))
    const { seconds, timed, slowest, ...counts } = sum
    rows.push({
      ...{ ...counts, id: dailyLedgerId(configuration, day), day, configuration },
      name: `${day}, ${account?.clientId ?? configuration}`,
      meanSeconds: timed ? Math.round(seconds / timed) : undefined,
      slowestSeconds: timed ? slowest : undefined,
    })
  }
  return rows
}
