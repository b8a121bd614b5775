import * as v from 'valibot'

/** An id that is always there. */
export const Id = v.string()

/** Text without the blanks around it; empty if there is none. */
export const Text = v.pipe(
  v.nullish(v.string(), null),
  v.transform((value) => value?.trim() ?? ''),
)

/** Text to the character, for columns that are compared with what the connector wrote. */
export const ExactText = v.pipe(
  v.nullish(v.string(), null),
  v.transform((value) => value ?? ''),
)

/** Text that may be missing, to the character. */
export const OptionalText = v.nullish(v.string(), null)

/** The option value of a choice, or a number that may be missing. */
export const Choice = v.nullish(v.number(), null)

/** Active or not; every table with this column fills it. */
export const State = v.number()

export const YesNo = v.nullish(v.boolean(), null)

/** A point in time that is always there, e.g. when a row was made. */
export const Time = v.pipe(v.string(), v.toDate())

export const OptionalTime = v.nullish(Time, null)

/** How often or how long; zero if nothing is kept. */
export const Count = v.pipe(
  v.nullish(v.number(), null),
  v.transform((value) => value ?? 0),
)

/** The id of the row that a lookup points to. */
export const Lookup = v.nullish(v.string(), null)
