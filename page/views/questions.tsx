import { useShared } from '../context.ts'
import type { Asked } from '../model.ts'
import { Meanings } from '../parts/meanings.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Scrollable } from '../parts/scrollable.tsx'

/** Questions of a webinar and the people who asked them; nothing where nobody asked. */
export function Questions({ shown, count, about }: { shown: readonly Asked[]; count: number; about: string }) {
  const { words, formats } = useShared()
  const its = words.engagement
  if (count === 0) return null
  return (
    <>
      <h4>{its.questions}</h4>
      {count > shown.length && <p>{its.someQuestions(shown.length)}</p>}
      <Scrollable name={`${its.questions}: ${about}`}>
        <thead>
          <tr>
            <th scope="col">{its.question}</th>
            <th scope="col">{its.answer}</th>
            <th scope="col">{its.who}</th>
            <th scope="col">{its.when}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, question, answer, askedOn, attendee }) => (
            <tr key={id}>
              <th scope="row">{question}</th>
              <td>{answer}</td>
              <td>
                <RowLink table="wbc_attendee" {...attendee} />
              </td>
              <td>{formats.time(askedOn)}</td>
            </tr>
          ))}
        </tbody>
      </Scrollable>
      <Meanings about={its.questions} of={[[its.questions, 'questions']]} />
    </>
  )
}
