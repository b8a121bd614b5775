/** All that a join link works with. It is loaded with the first one (`load.ts`). */
export { join } from './join.ts'
export { answerJoin } from './triggers/join-answer.ts'
