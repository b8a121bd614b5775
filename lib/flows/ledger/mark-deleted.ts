import type { Services } from '../../services.ts'

/**
 * A registration is gone of which the app has no record, so it was never sent: it may have been among those that wait or
 * were refused, of any webinar.
 */
export async function markUnsent({ crm, ledgerStore, markCounted }: Services) {
  if (!(await crm.hasLedger().catch(() => false))) return
  for (const [key, { waiting, refused }] of await ledgerStore.countings()) {
    const [subject = '', id = ''] = key.split('_')
    if (subject !== 'account' && waiting + refused > 0) {
      await markCounted({ table: crm.webinarTableOf(subject === 'session' ? 'session' : 'event'), id })
    }
  }
}
