import * as v from 'valibot'
import type { Credentials } from '../model/configuration.ts'
import type { Provider, Providers } from '../model/provider.ts'

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
  for (const { name, pattern, expected } of fields) credentials[name] = text(`${name} must be ${expected}.`, pattern)
  const terms = `acceptTerms must be true: the terms of ${title} have to be accepted.`
  const rest = v.object({
    acceptTerms: v.optional(v.pipe(v.unknown(), v.literal(true, terms)), false),
    deleteCancelledWebinars: v.optional(v.boolean('deleteCancelledWebinars must be true or false, if given.'), false),
    acceptedBy: v.nullish(v.pipe(v.string(tooLong), v.trim(), v.maxLength(200, tooLong)), null),
  })
  return v.pipe(
    v.object<v.ObjectEntries, string>({ ...credentials, ...rest.entries }, 'The body must be a JSON object.'),
    v.transform((body): Body => {
      const { acceptedBy, deleteCancelledWebinars } = v.parse(rest, body)
      const given = v.parse(v.object(credentials), body)
      return { credentials: { provider: name, ...given }, acceptedBy, deleteCancelledWebinars }
    }),
  )
}

const tooLong = 'acceptedBy must be text of at most 200 characters, if given.'

/** A member that is missing is as wrong as one that is empty. */
function text(fault: string, pattern: RegExp) {
  return v.optional(v.pipe(v.string(fault), v.trim(), v.regex(pattern, fault)), '')
}

function choice(name: string, values: readonly string[]) {
  const fault = `${name} must be ${values.map((value) => `"${value}"`).join(' or ')}.`
  return v.optional(v.pipe(v.string(fault), v.picklist([...values], fault)), '')
}
