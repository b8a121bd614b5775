import type { MappedColumns, MappedRow, MappedTexts } from '../model/mapping.ts'
import type { createFormAnswers } from './form-answers.ts'
import type { MaybeLinked } from './link-column.ts'
import { type createMappedColumns, withTexts } from './mapped-columns.ts'
import type { ReadRegistration, RegistrationTable } from './registration-tables.ts'
import type { Selection } from './selection.ts'

/** A registration, or one with its event or session. */
type Found = ReadRegistration | { registration: ReadRegistration }

export type RegistrationTexts = ReturnType<typeof createRegistrationTexts>

/** The event registration of a session registration: forms are answered for events. */
const ofEvent = '_msevtmgt_registrationid_value'

/** Texts for a mapping, read along with registrations. Where none are asked for, nothing is read but what is read without. */
export function createRegistrationTexts(
  mappedColumns: ReturnType<typeof createMappedColumns>,
  answersOf: ReturnType<typeof createFormAnswers>,
) {
  return {
    async read<One extends Found>(
      { plain, linked }: MaybeLinked<One>,
      { table, contact }: RegistrationTable,
      columns: MappedColumns | undefined,
      read: (selections: MaybeLinked<One>) => Promise<One[]>,
    ): Promise<One[]> {
      const found = await mappedColumns.read(columns, table, (readable) => {
        if (!readable) return read({ plain, linked })
        const more = (one: Selection<One>) => {
          const extended = withTexts(one, contact, readable, (found, texts, raw) => attach(found, texts, raw))
          const needsEvent = columns?.answers && table.kind === 'session'
          return needsEvent ? { ...extended, columns: [...extended.columns, ofEvent] } : extended
        }
        return read({ plain: more(plain), linked: more(linked) })
      })
      if (!columns?.answers) return found
      const answers = await answersOf(found.map((one) => registrationOf(one).answersOf ?? registrationOf(one).id))
      return found.map((one) => withAnswers(one, answers))
    },
  }
}

/** Columns that any of them asks for; undefined: none does. */
export function unionOf(all: readonly MappedColumns[]): MappedColumns | undefined {
  if (all.length === 0) return undefined
  const of = (row: MappedRow) => [...new Set(all.flatMap((one) => one[row]))]
  return {
    ...{ contact: of('contact'), account: of('account'), registration: of('registration') },
    answers: all.some(({ answers }) => answers),
  }
}

function registrationOf(found: Found): ReadRegistration {
  return 'registration' in found ? found.registration : found
}

function attach<One extends Found>(found: One, texts: Omit<MappedTexts, 'answers'>, raw: Record<string, unknown>): One {
  const event = raw[ofEvent]
  return changed(found, {
    texts: { ...texts, answers: new Map() },
    ...(typeof event === 'string' && { answersOf: event }),
  })
}

function withAnswers<One extends Found>(
  found: One,
  answers: Awaited<ReturnType<ReturnType<typeof createFormAnswers>>>,
): One {
  const { texts, answersOf, id } = registrationOf(found)
  return texts ? changed(found, { texts: { ...texts, answers: answers.get(answersOf ?? id) ?? texts.answers } }) : found
}

function changed<One extends Found>(found: One, values: Partial<ReadRegistration>): One {
  return 'registration' in found
    ? { ...found, registration: { ...found.registration, ...values } }
    : { ...found, ...values }
}
