/** Lengths of time, in milliseconds. */
export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** A key that sorts by time, the newest first: 13 digits. Times before 1970 and after 2286 sort as if they were then. */
export function newestFirst(at: Date): string {
  const until2286 = Math.min(Math.max(1e13 - at.getTime(), 0), 1e13 - 1)
  return String(until2286).padStart(13, '0')
}
