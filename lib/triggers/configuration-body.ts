import * as v from 'valibot'
import type { Credentials } from '../model/configuration.ts'
import type { Provider, Providers } from '../model/provider.ts'
import { fault, known } from './faults.ts'

type Body = { credentials: Credentials; acceptedBy: string | null; deleteCancelledWebinars: boolean }

/** The body of `PUT /configurations/{id}`: that of the provider which it names, or else of the first. */
export function configurationBody(providers: Providers) {
  const names = [...providers.keys()]
  return v.lazy((body) => {
    const [first] = providers.values()
    const named = v.safeParse(v.object({ provider: v.string() }), body)
    const provider = (named.success && providers.get(named.output.provider)) || first
    if (!provider) throw new Error('There is no provider.')
    return providerBody(provider, names)
  })
}

/**
 * The body for one provider: its region if it has any, its credential fields, and what holds for every provider. Every
 * message stands alone and repeats nothing that was sent.
 * @param names of all providers
 */
export function providerBody({ name, title, regions, fields }: Provider, names: readonly string[]) {
  const credentials: Record<string, v.GenericSchema<unknown, string>> = {
    provider: choice('provider', names),
    ...(regions.length && { region: choice('region', regions) }),
  }
  for (const { name: member, pattern } of fields) {
    credentials[member] = text(fault({ code: 'wrong_credential', member, provider: title }), pattern)
  }
  const terms = fault({ code: 'terms_must_be_accepted', member: 'acceptTerms', provider: title })
  const notBoolean = fault({ code: 'not_boolean', member: 'deleteCancelledWebinars' })
  const tooLong = fault({ code: 'too_long', member: 'acceptedBy', most: 200 })
  const rest = v.object({
    acceptTerms: v.optional(v.pipe(v.unknown(), v.literal(true, terms)), false),
    deleteCancelledWebinars: v.optional(v.boolean(notBoolean), false),
    acceptedBy: v.nullish(v.pipe(v.string(tooLong), v.trim(), v.maxLength(200, tooLong)), null),
  })
  return v.pipe(
    known<v.ObjectEntries>({ ...credentials, ...rest.entries }, 'unknown_member'),
    v.transform((body): Body => {
      const { acceptedBy, deleteCancelledWebinars } = v.parse(rest, body)
      const given = v.parse(v.object(credentials), body)
      return { credentials: { provider: name, ...given }, acceptedBy, deleteCancelledWebinars }
    }),
  )
}

/** A member that is missing is as wrong as one that is empty. */
function text(wrong: string, pattern: RegExp) {
  return v.optional(v.pipe(v.string(wrong), v.trim(), v.regex(pattern, wrong)), '')
}

function choice(member: string, values: readonly string[]) {
  const wrong = fault({ code: 'not_one_of', member, values: values.map((value) => `"${value}"`).join(', ') })
  return v.optional(v.pipe(v.string(wrong), v.picklist([...values], wrong)), '')
}
