import type { Fault, Source, Trouble } from '../../rules/mapping.ts'

const { format: n } = new Intl.NumberFormat('en')

const sources: Record<Source, string> = {
  contact: 'Contact',
  account: 'Account of the contact',
  registration: 'Registration',
  answer: 'Answer in the form',
  constant: 'The same for everybody',
}

const faults: Record<Fault, string> = {
  column: 'Choose a column.',
  question: 'Type the question as the form has it.',
  constant: 'Type the value that is sent for everybody.',
  option: 'ON24 takes only the values of its own list for this field: choose one of them.',
  'too long':
    'This is too long: a value has 1,000 characters at most, a column or question 100, all pairs of values 10,000.',
  'equals sign': 'A value of Dynamics with an equals sign cannot stand here.',
}

/** Texts about which value goes into which field of the provider. */
export const fields = {
  shownFor: 'Shown for',
  all: (account: string) => `${account}: all webinars`,
  about:
    'E-mail, first name, last name, company and job title are always sent. What else goes to ON24 stands here, a line a field.',
  aboutWebinar: 'A line that is made here holds for this webinar alone. Where it has none, that of its account holds.',
  read: 'Read the fields from ON24',
  none: 'The fields have not been read from ON24 yet.',
  ofAccount: 'The fields of this webinar have not been read from ON24 yet: shown are those of its account.',
  table: 'Fields and what is sent',
  field: 'Field',
  origin: 'Comes from',
  wrong: 'What is wrong',
  change: 'Change',
  required: 'Required',
  maxLength: (most: number) => `at most ${n(most)} characters`,
  options: (count: number) => (count === 1 ? 'one value to choose' : `${n(count)} values to choose from`),
  notInForm: 'The form does not have this field.',
  always: 'Always sent',
  nothing: 'Nothing is sent',
  standard: 'By itself, because nobody has said otherwise',
  sources,
  from: (source: Source, what: string) => `${sources[source]}: ${what}`,
  reach: {
    here: 'only for this webinar',
    event: 'for all sessions of the event',
    account: 'for all webinars of the account',
  },
  fallback: (value: string) => `If there is none: ${value}`,
  pairs: (count: number) => (count === 1 ? 'One value is sent as another.' : `${n(count)} values are sent as others.`),
  refused: 'Where it is too long, the registration is not sent.',
  trouble: (trouble: Trouble): string => {
    if (trouble.kind === 'problem') return trouble.text
    if (trouble.kind === 'unmapped') return 'ON24 requires this field, and nothing is sent for it.'
    return trouble.count === 1 ? '1 registration has no value.' : `${n(trouble.count)} registrations have no value.`
  },
  add: 'Add',
  edit: 'Edit',
  override: 'Change for this webinar alone',
  line: (field: string) => `What is sent as “${field}”`,
  column: 'Column',
  choose: '(choose)',
  question: 'Question, as the form has it',
  constant: 'Value for everybody',
  values: 'Values that are sent as others',
  inDynamics: 'Value in Dynamics',
  atProvider: 'Value at ON24',
  asItIs: '(as it is)',
  addValue: 'Add a value',
  ifNone: 'If there is none',
  leaveOut: '(nothing)',
  tooLong: 'If it is too long',
  cut: 'Cut it',
  refuse: 'Do not send the registration',
  save: 'Save',
  cancel: 'Cancel',
  remove: 'Delete the line',
  faults,
  preview: 'Look at one registration',
  previewWhat: 'The connector says which value each field would get for this person. Nothing is sent to ON24.',
  previewWhere: 'To look at one registration, choose a webinar above.',
  person: 'First letters of the name or e-mail address',
  search: 'Search',
  nobody: 'Nobody is found.',
  more: (shown: number) => `The first ${n(shown)} are shown: type more of the name to find others.`,
}
