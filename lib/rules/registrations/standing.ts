import type { Registration, WebinarRow } from '../../model/crm.ts'

/** A registration as it counts: for what was called off it is none any more, whatever its own row says. */
export function effectiveRegistration(
  registration: Registration,
  { cancelled }: Pick<WebinarRow, 'cancelled'>,
): Registration {
  return cancelled ? { ...registration, active: false } : registration
}
