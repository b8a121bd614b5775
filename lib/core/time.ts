/** Lengths of time, in milliseconds. */
export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** A key that sorts by time, the newest first: 13 digits. */
export function newestFirst(at: Date): string {
  return String(1e13 - at.getTime()).padStart(13, '0')
}
