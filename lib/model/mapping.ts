import type { WebinarKind } from './crm.ts'
import type { Contact } from './webinar.ts'

/** The rows of CRM that have a value for a field of a provider. */
export type MappedRow = 'contact' | 'account' | 'registration'

/** `answer`: what the person answered in the registration form; `constant`: the same for everybody. */
export type MappingSource = MappedRow | 'answer' | 'constant'

/** A line of the mapping: where the value of a provider's field comes from. */
export type FieldMapping = {
  id: string
  /** As the provider names it. */
  field: string
  /** Undefined: none was chosen, or one that this version does not know. */
  source: MappingSource | undefined
  /** The logical name of the column; of an answer the question. */
  column: string
  constant: string
  /** A value in CRM, and the one that the provider has for it. */
  values: ReadonlyMap<string, string>
  /** Sent where CRM has no value. */
  otherwise: string
  tooLong: 'cut' | 'refuse'
  scope: MappingScope
  /** As the row says it. */
  problem: string
  etag: string
}

/** A line of an account holds for all its webinars; one of an event or session holds for that one, over the account's. */
export type MappingScope = { kind: 'account' | WebinarKind; id: string }

/** The meaning of a field of a provider, where every CRM has a column for it. */
export type UsualFact =
  | 'country'
  | 'phone'
  | 'industry'
  | 'companySize'
  | 'jobFunction'
  | 'street'
  | 'street2'
  | 'city'
  | 'state'
  | 'postalCode'

/** A field that a provider takes of a registrant, in any webinar. */
export type RegistrantField = {
  name: string
  caption: string
  /** Characters that it takes. */
  longest: number
  fact?: keyof Contact | UsualFact
  /** The provider's own word for a value that people write in several ways, such as a country; the value itself if none is known. */
  ownWord?(value: string): string
}

/** A field that the registration form of one webinar has. */
export type FormField = {
  /** As a mapping names it. */
  field: string
  caption: string
  required: boolean
  /** The only values that it takes; left out: any. */
  options?: readonly string[]
}

/** The registration form of a webinar, in its order, but for what the connector sends of everybody by itself. */
export type RegistrationForm = readonly FormField[]

/** The columns to read of the rows of a registration, by logical name. `answers`: those of the form as well. */
export type MappedColumns = Readonly<Record<MappedRow, readonly string[]>> & { answers: boolean }

/** The texts of columns that were read for a mapping, and of answers by their question. */
export type MappedTexts = Readonly<Record<MappedRow, Readonly<Record<string, string>>>> & {
  answers: ReadonlyMap<string, string>
}

/** Why a field of a person keeps the provider from taking them. */
export type FieldFault = { field: string; caption: string; fault: 'missing' | 'not an option' | 'too long' }

/** A field of a form as people see it in CRM. */
export type ShownField = Required<FormField> & {
  id: string
  position: number
  longest: number | undefined
  /** Registrations of the webinar for which nothing can be sent; undefined: of an account. */
  missing: number | undefined
}
