const { format: n } = new Intl.NumberFormat('en')

/** Texts about how people took part in a webinar. */
export const engagement = {
  show: 'How they took part',
  none: 'Nobody has been brought with what they did. “Read attendance now” brings them, unless the settings of the account leave it out.',
  score: 'Engagement score',
  meanScore: 'Engagement score, on average',
  attendees: 'Attendees',
  minutes: 'Minutes watched',
  live: 'Live',
  onDemand: 'On demand',
  did: 'What they did',
  sums: {
    questions: 'Questions asked',
    polls: 'Polls answered',
    surveys: 'Surveys answered',
    resources: 'Resources opened',
    callsToAction: 'Calls to action followed',
    certifications: 'Certifications taken',
    meetings: 'Meetings booked',
    reactions: 'Reactions',
  },
  polls: 'Answers to polls and surveys',
  poll: 'Poll',
  survey: 'Survey',
  answered: (people: number) => (people === 1 ? '1 person answered.' : `${n(people)} people answered.`),
  others: (answers: number) => `${n(answers)} other answers`,
  someAnswers: (most: number) => `There are more: only the newest ${n(most)} answers are counted here.`,
  questions: 'Questions from the audience',
  question: 'Question',
  answer: 'Answer',
  who: 'Who',
  when: 'When',
  someQuestions: (shown: number) =>
    `The newest ${n(shown)} questions are shown. All stand in the app “Webinars”, under Attendee actions.`,
}
