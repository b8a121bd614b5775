/** A UTC instant as the wall clock of an event whose zone is UTC. */
export function wallClock(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
