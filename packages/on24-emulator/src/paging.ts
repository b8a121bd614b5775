import { bestGuess } from './best-guess.ts'
import { refuse } from './refusal.ts'
import { wholeNumber } from './request.ts'
import type { Fields } from './types.ts'

const largestPage = 100

export type Page<Row> = { rows: Row[]; pagecount: number; currentpage: number }

/** One page of a list; `pageOffset` counts pages, from zero, and one past the end is empty. */
export function toPage<Row>(rows: Row[], query: Fields): Page<Row> {
  const size = wholeNumber(query, 'itemsPerPage', largestPage)
  if (size === 0) refuse(400, 'itemsPerPage must be greater than 0.')
  if (size > largestPage) refuse(bestGuess.pageTooLarge, `itemsPerPage must not exceed ${largestPage}.`)
  const currentpage = wholeNumber(query, 'pageOffset', 0)
  const first = currentpage * size
  return { rows: rows.slice(first, first + size), pagecount: Math.ceil(rows.length / size), currentpage }
}
