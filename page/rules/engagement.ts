import type { PollAnswer, ScoreGroup } from '../model.ts'

/** The columns that are added up of attendees. */
export const sums = [
  ...(['attendees', 'liveMinutes', 'onDemandMinutes', 'questions', 'polls', 'surveys'] as const),
  ...(['resources', 'callsToAction', 'certifications', 'meetings', 'reactions'] as const),
]
export type Sum = (typeof sums)[number]

/** All groups together. The mean score is that of the attendees who have one. */
export function totals(groups: readonly ScoreGroup[]): Record<Sum, number> & { score: number | undefined } {
  const all = Object.fromEntries(sums.map((name) => [name, groups.reduce((sum, group) => sum + group[name], 0)]))
  const scored = groups.flatMap(({ score, attendees }) => (score === undefined ? [] : [{ score, attendees }]))
  const people = scored.reduce((sum, { attendees }) => sum + attendees, 0)
  const points = scored.reduce((sum, { score, attendees }) => sum + score * attendees, 0)
  return { ...(all as Record<Sum, number>), score: people ? points / people : undefined }
}

/** The steps of the score: from 0 to below 1, and so on; the last one includes 10. */
const steps = 10

/** How many attendees have a score of each step. */
export function distribution(groups: readonly ScoreGroup[]): number[] {
  const counts = Array.from({ length: steps }, () => 0)
  for (const { score, attendees } of groups) {
    if (score === undefined) continue
    const step = Math.min(Math.max(0, Math.floor(score)), steps - 1)
    counts[step] = (counts[step] ?? 0) + attendees
  }
  return counts
}

/** A poll or a survey question with what was answered. */
export type PollResult = {
  question: string
  isSurvey: boolean
  /** Everybody who answered, once each. */
  people: number
  /** The most frequent answers first. */
  answers: { answer: string; count: number }[]
  /** Answers that are left out, and how often they were given. */
  others: { answers: number; count: number }
}

/** So many different answers of one question are shown; a survey may take free text. */
const shown = 12

/** The answers by question, polls first, what was answered first before the others. @param rows the newest first */
export function pollResults(rows: readonly PollAnswer[]): PollResult[] {
  const questions = Map.groupBy(rows.toReversed(), ({ isSurvey, question }) => JSON.stringify([isSurvey, question]))
  return [...questions.values()].map(resultOf).toSorted((one, other) => Number(one.isSurvey) - Number(other.isSurvey))
}

function resultOf(rows: readonly PollAnswer[]): PollResult {
  const counts = new Map<string, number>()
  for (const { answer } of rows) {
    for (const line of new Set(answer.split('\n').filter(Boolean))) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  const all = [...counts]
    .map(([answer, count]) => ({ answer, count }))
    .toSorted((one, other) => other.count - one.count)
  const left = all.slice(shown)
  return {
    question: rows[0]?.question ?? '',
    isSurvey: rows[0]?.isSurvey ?? false,
    people: rows.length,
    answers: all.slice(0, shown),
    others: { answers: left.length, count: left.reduce((sum, { count }) => sum + count, 0) },
  }
}
