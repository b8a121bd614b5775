import { Lookup, Text, Time } from './column-types.ts'
import { table } from './table-definition.ts'

/**
 * Where an environment keeps what people answered in registration forms. The names of these columns are documented, the
 * form of the submitted values is not (learn.microsoft.com/dynamics365/customer-insights/journeys): all guesses about it are
 * in `form-answers.ts`.
 */
export const answerTables = {
  formSubmission: table('msdynmkt_marketingformsubmission', {
    optional: true,
    privileges: ['Read'],
    watched: {},
    read: { _msdynmkt_eventregistration_value: Lookup, msdynmkt_submittedvalues: Text, createdon: Time },
    written: [],
  }),
  /** Answers to the registration questions of the older event website. */
  registrationResponse: table('msevtmgt_registrationresponse', {
    optional: true,
    privileges: ['Read'],
    watched: {},
    read: {
      _msevtmgt_eventregistration_value: Lookup,
      _msevtmgt_customregistrationfield_value: Lookup,
      msevtmgt_response: Text,
      createdon: Time,
    },
    written: [],
  }),
} as const
