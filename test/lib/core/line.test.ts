import { expect, test } from 'vitest'
import { type Applicant, closeLine, emptyLine, type Line, takeTurn } from '../../../lib/core/line.ts'
import { minute, second } from '../../../lib/core/time.ts'

const quota = { turns: 995, crowd: 975, within: minute }
const begin = 1_800_000_000_000

/**
 * Lets applicants come to a line, who come back for what they booked. @returns when each call was made, by name
 */
function run(applicants: readonly { at: number; name: string; share: string }[], until: number) {
  let line: Line = emptyLine
  const made: { at: number; name: string }[] = []
  const waiting = applicants.map((one) => ({ ...one, hasBooked: false, puttings: 0 }))
  for (let next = earliest(waiting); next && next.at < until; next = earliest(waiting)) {
    const applicant: Applicant = { share: next.share, hasBooked: next.hasBooked }
    const [after, turn] = takeTurn(line, quota, applicant, next.at)
    line = after
    if (turn.isBooked)
      Object.assign(next, { at: Math.max(turn.at, next.at + 1), hasBooked: true, puttings: next.puttings + 1 })
    else {
      made.push({ at: turn.at, name: next.name })
      waiting.splice(waiting.indexOf(next), 1)
    }
  }
  return { made, waiting }
}

const earliest = <T extends { at: number }>(all: readonly T[]) =>
  all.reduce<T | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined)

const crowd = (count: number, share = 'import', at = begin) =>
  Array.from({ length: count }, (_, name) => ({ at: at + name, name: `${share} ${name}`, share }))

/** The most calls in any minute, wherever it begins. */
function fullestMinute(made: readonly { at: number }[]) {
  const times = made.map(({ at }) => at).sort((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [to, time] of times.entries()) {
    while (time - (times[from] ?? 0) >= minute) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

test('a crowd fills at least 95 % of each minute, and no minute holds more than the quota', () => {
  const { made } = run(crowd(5_000), begin + 4 * minute)
  for (let at = 0; at < 4; at += 1) {
    const inMinute = made.filter((one) => Math.floor((one.at - begin) / minute) === at)
    expect(inMinute.length).toBeGreaterThanOrEqual(950)
  }
  expect(fullestMinute(made)).toBeLessThanOrEqual(1000)
})

test('after a quiet minute a crowd gets nearly a whole quota at once', () => {
  const { made } = run(crowd(2_000), begin + 30 * second)
  expect(made.filter(({ at }) => at - begin < 5 * second).length).toBeGreaterThanOrEqual(970)
})

test('each of a crowd is put off once', () => {
  const { waiting } = run(crowd(3_000), begin + 2 * minute)
  expect(waiting.length).toBeGreaterThan(0)
  expect(Math.max(...waiting.map(({ puttings }) => puttings))).toBe(1)
})

test('somebody of another share does not wait behind a crowd', () => {
  const alone = Array.from({ length: 20 }, (_, at) => ({
    at: begin + 5 * second + at * 5 * second,
    name: `alone ${at}`,
    share: `event ${at}`,
  }))
  const { made } = run([...crowd(5_000), ...alone], begin + 2 * minute)
  for (const { at, name } of alone) {
    const call = made.find((one) => one.name === name)
    expect((call?.at ?? Number.POSITIVE_INFINITY) - at).toBeLessThanOrEqual(5 * second)
  }
  expect(fullestMinute(made)).toBeLessThanOrEqual(1000)
})

test('somebody who comes alone to an idle line has a turn at once', () => {
  expect(takeTurn(emptyLine, quota, { share: 'event' }, begin)[1]).toEqual({ at: begin, isBooked: false })
})

test('a small quota may be spent at once, and the rest is told when', () => {
  const small = { turns: 10, crowd: 10, within: 62 * second }
  let line = emptyLine
  const turns = Array.from({ length: 14 }, () => {
    const [next, turn] = takeTurn(line, small, {}, begin)
    line = next
    return turn
  })
  expect(turns.filter(({ at, isBooked }) => !isBooked && at === begin)).toHaveLength(10)
  expect(turns.at(-1)).toEqual({ at: begin + 62.5 * second, isBooked: true })
  expect(takeTurn(line, small, {}, begin + 62.5 * second)[1]).toMatchObject({ isBooked: false })
})

test('a closed line gives no turn before its end', () => {
  const closed = closeLine(emptyLine, begin + 30 * second)
  const [after, turn] = takeTurn(closed, quota, { share: 'event' }, begin)
  expect(turn).toEqual({ at: begin + 30 * second, isBooked: true })
  expect(takeTurn(after, quota, { share: 'event', hasBooked: true }, turn.at)[1].isBooked).toBe(false)
})

test('somebody with something to do first takes no turn, and books one where many wait', () => {
  expect(takeTurn(emptyLine, quota, { share: 'event', isAhead: true }, begin)).toEqual([
    emptyLine,
    { at: begin, isBooked: false },
  ])
  const crowded = crowd(1200).reduce((line, { at, share }) => takeTurn(line, quota, { share }, at)[0], emptyLine)
  const [after, turn] = takeTurn(crowded, quota, { share: 'import', isAhead: true }, begin + second)
  expect(turn.isBooked).toBe(true)
  expect(after.booked).toBeGreaterThan(crowded.booked)
})
