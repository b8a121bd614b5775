import { useShared } from '../context.ts'
import { most } from '../data/engagement.ts'
import type { PollAnswer } from '../model.ts'
import { Bars } from '../parts/bars.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { type PollResult, pollResults } from '../rules/engagement.ts'

/** Each poll and survey question of a webinar with its answers; nothing where there was none. */
export function PollResults({ answers, isAll }: { answers: readonly PollAnswer[]; isAll: boolean }) {
  const its = useShared().words.engagement
  if (answers.length === 0) return null
  return (
    <>
      <h4>{its.polls}</h4>
      {!isAll && <p>{its.someAnswers(most.answers)}</p>}
      {pollResults(answers).map((result) => (
        <Result key={`${result.isSurvey} ${result.question}`} result={result} />
      ))}
      <Meanings about={its.polls} of={[[its.polls, 'polls']]} />
    </>
  )
}

function Result({ result: { question, isSurvey, people, answers, others } }: { result: PollResult }) {
  const its = useShared().words.engagement
  const bars = answers.map(({ answer, count }) => [answer, count] as const)
  return (
    <section>
      <h5>{question}</h5>
      <p class="quiet">
        {isSurvey ? its.survey : its.poll}. {its.answered(people)}
      </p>
      <Bars name={question} of={others.answers ? [...bars, [its.others(others.answers), others.count]] : bars} />
    </section>
  )
}
