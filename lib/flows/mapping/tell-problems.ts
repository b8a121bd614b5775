import { AppError, ConflictError, missingIfUnreadable } from '../../core/errors.ts'
import { day } from '../../core/time.ts'
import { sentence } from '../../messages/sentence.ts'
import type { WebinarKind } from '../../model/crm.ts'
import type { MappingScope, RegistrationForm } from '../../model/mapping.ts'
import { mappingProblem } from '../../rules/mapping/mapping-problems.ts'
import type { Services } from '../../services.ts'

/** The column takes so many characters. */
const room = 1000
/** A webinar ahead is reviewed daily, so an older form is of one that is past. */
const formsOf = 2 * day

/**
 * Says on each line of the mapping what is wrong with it, and takes that back once it is well; how many lines were written.
 * @param only the lines of this account and of its events and sessions; left out: all
 */
export async function tellProblems(only: string | undefined, services: Services): Promise<number> {
  const { crm, language } = services
  const lines = await crm.fieldMappingsNow()
  let written = 0
  for (const theirs of Map.groupBy(lines, ({ scope }) => `${scope.kind} ${scope.id}`).values()) {
    const place = theirs[0] && (await placeOf(theirs[0].scope, only, services))
    if (!place) continue
    for (const line of theirs) {
      const { source, column } = line
      const state = source ? await crm.columnState(source, column.toLowerCase()) : 'well'
      const problem = mappingProblem(line, state, place.account, place.forms, theirs)
      const text = problem ? sentence(problem, await language(), room) : ''
      if (text === line.problem) continue
      await crm.writeMappingProblem(line, text).catch(ifChanged)
      written += 1
    }
  }
  return written
}

/** The account to which the lines of an account, event or session belong, and the forms for which they hold. */
async function placeOf(
  { kind, id }: MappingScope,
  only: string | undefined,
  { crm, accountFor, formStore, now }: Services,
) {
  const configuration =
    kind === 'account' ? id : (await crm.webinar({ table: crm.webinarTableOf(kind), id }))?.configuration
  if (!configuration || (only && only !== configuration)) return undefined
  const account = await accountFor(configuration).catch(ifLockedOut)
  if (!account) return undefined
  const own = async (ofKind: WebinarKind): Promise<RegistrationForm[]> => {
    const kept = await formStore.form(ofKind, id).catch(missingIfUnreadable)
    return kept ? [kept.form] : []
  }
  const since = new Date(now().getTime() - formsOf)
  return { account, forms: kind === 'account' ? await formStore.formsOf(configuration, since) : await own(kind) }
}

/** Nothing can be told of an account whose credentials cannot be opened at present. */
function ifLockedOut(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}

/** Somebody is at the line: it is looked at again. */
function ifChanged(error: unknown) {
  if (!(error instanceof ConflictError)) throw error
}
