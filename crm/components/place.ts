import type { Crm } from '../api.ts'
import { solution } from '../solution/identity.ts'
import type { Languages } from './languages.ts'

/** The environment in which the parts of the solution are planned. */
export type Place = {
  crm: Crm
  languages: Languages
  /** Whether another version brought the solution, or this one only a part: all words are compared, and sent again. */
  outdated: boolean
}

/** A component that is made with this header joins the solution. */
export const inSolution = { 'mscrm.solutionuniquename': solution.uniquename }
/** A definition is replaced as a whole; its labels in other languages stay. */
export const merging = { ...inSolution, 'mscrm.mergelabels': 'true' }
