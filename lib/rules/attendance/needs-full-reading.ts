import { hour } from '../../core/time.ts'

/** The last reading in full, as far as it is known. */
export type FullReading = {
  /** The digest of the provider's lists then; undefined where a check-in was refused, which is tried again. */
  digest: string | undefined
  fullAt: Date | undefined
}

/** Somewhat less than a day, for daily readings come some minutes early or late. */
const fullReadingHolds = 20 * hour

/**
 * Whether CRM's registrations and check-ins are read as well. They need not be while the provider lists what it listed
 * before: whom the connector registers since then stands in its list of registrants. Other changes in CRM, such as a
 * deleted check-in or a corrected address, show only there, so they are found within a day of readings.
 */
export function needsFullReading(known: FullReading | undefined, digest: string, asOf: Date): boolean {
  if (!known?.fullAt || known.digest !== digest) return true
  return asOf.getTime() - known.fullAt.getTime() >= fullReadingHolds
}
