import { AppError } from '../../core/errors.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { Services } from '../../services.ts'

/**
 * The reminders that a provider is going to send though Dynamics mails, by name.
 * @param switchesOff whether they are switched off; those are left for which that fails, and the next review tries again
 */
export async function remindersLeft(
  { configuration, webinarId }: { configuration: string; webinarId: string },
  { reminders }: WebinarAccount,
  switchesOff: boolean,
  { crm }: Services,
): Promise<string[]> {
  if (!reminders || (await crm.accountSettings(configuration)).mailsFrom === 'provider') return []
  const left: string[] = []
  for (const reminder of await reminders.active(webinarId)) {
    if (!switchesOff || !(await succeeds(() => reminders.switchOff(webinarId, reminder)))) left.push(reminder.name)
  }
  return left
}

/** The same where a webinar was just made, and nobody waits for it. */
export async function silence(place: Parameters<typeof remindersLeft>[0], account: WebinarAccount, services: Services) {
  await succeeds(() => remindersLeft(place, account, true, services))
}

async function succeeds(work: () => Promise<unknown>) {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return false
  }
}
