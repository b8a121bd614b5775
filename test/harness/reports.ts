import type { FunctionsHost } from '@webinar-connector/functions-emulator'

/** One kind of what the app reported on these hosts, oldest first. */
export function reported(hosts: readonly FunctionsHost[], event: string) {
  const begin = `{"event":"${event}"`
  return hosts
    .flatMap(({ logs }) => logs.filter(({ message }) => message.startsWith(begin)))
    .map(({ time, message }) => ({ time: Date.parse(time), facts: JSON.parse(message) }))
    .sort((a, b) => a.time - b.time)
}

/** Counts the messages that wait longer than a moment; a lost race is over in one. */
export function waiting(hosts: readonly FunctionsHost[]) {
  const soon = Date.now() + 500
  return reported(hosts, 'connector.message').filter(
    ({ time, facts: { outcome, why, wait } }) =>
      outcome === 'comes back' && why !== 'conflict' && time + wait * 1000 > soon,
  ).length
}
