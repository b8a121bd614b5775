const live = 'ON24 knows who was there live half an hour to two hours after the end'
const later = 'who watched the recording four to twelve hours after it'

/** The meaning of each number, how late ON24 is with it, and what is not known. docs/numbers.md says the same at length. */
export const meanings = {
  due: 'Registrations in Dynamics that should be at the provider: those that are there, wait or are refused, and none that is cancelled. A row counts on the day on which it was made.',
  sent: 'The provider has confirmed them. Registrations of one e-mail address for one webinar count each, though they are one person there.',
  waiting: 'Not at the provider yet. The connector sends them by itself, also after an outage.',
  refused: 'Somebody has to put something right: the row of each says what.',
  cancelled: 'Cancelled in Dynamics, and so at the provider.',
  time: 'From the moment at which the row was made until the provider confirmed it. Rows that wait or are refused have no time yet.',
  attended: `All whom ON24 lists as attendees, live or on demand, on the day of the webinar. ${live}, ${later}; so the number grows for a day. Who watched without signing in is not known.`,
  minutes: `Live and on demand together, of all attendees, in whole minutes as ON24 rounds them. ${live}, ${later}.`,
  unmatched:
    'ON24 lists them as attendees, but Dynamics has no registration to which they belong. Nobody guesses: each has a reason.',
  score:
    'ON24’s own number from 0 to 10, made of minutes, questions, polls, resources and more. How is not published. It comes 3 to 24 hours late, and attendees without one are left out of the average.',
  engagement: `Added up from the row of each attendee, as ON24 counts it. ${live}, ${later}; single counts may take a day. What people did in breakout rooms or wrote in chats is not brought.`,
  polls:
    'One answer a person and question, the last one given. People who gave several answers count once, each answer by itself. Polls are known when attendance is read, and not while the webinar runs.',
  questions: 'What people typed to the presenters, and the written answer. What was answered aloud has none.',
  lastUse: 'When the connector last talked to ON24 about a webinar of this account.',
  lastMetrics:
    'Half an hour after the end, after 2, 6 and 24 hours, daily for a week, then weekly, and whenever the audience moved.',
}
export type Meaning = keyof typeof meanings
