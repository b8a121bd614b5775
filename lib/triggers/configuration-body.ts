import * as v from 'valibot'
import type { Provider } from '../model/provider.ts'

/** A token goes into a header: printable and without spaces. */
const token = /^[\x21-\x7e]{1,500}$/

/** The body of `PUT /configurations/{id}`. Every message stands alone and repeats nothing that was sent. */
export function configurationBody({ name, title, regions }: Pick<Provider, 'name' | 'title' | 'regions'>) {
  const text = (fault: string, pattern: RegExp) =>
    v.optional(v.pipe(v.string(fault), v.trim(), v.regex(pattern, fault)), '')
  const list = regions.map((region) => `"${region}"`).join(' or ')
  const faults = {
    body: 'The body must be a JSON object.',
    region: `region must be ${list}.`,
    provider: `provider must be "${name}".`,
    clientId: `clientId must be the number that ${title} shows beside the token.`,
    accessTokenKey: `accessTokenKey must be the token key from ${title}, without spaces.`,
    accessTokenSecret: `accessTokenSecret must be the token secret from ${title}, without spaces.`,
    acceptTerms: `acceptTerms must be true: the terms of ${title} have to be accepted.`,
    deleteCancelledWebinars: 'deleteCancelledWebinars must be true or false, if given.',
    acceptedBy: 'acceptedBy must be text of at most 200 characters, if given.',
  }
  return v.object(
    {
      provider: v.optional(v.pipe(v.string(faults.provider), v.literal(name, faults.provider)), ''),
      region: v.optional(v.pipe(v.string(faults.region), v.picklist([...regions], faults.region)), ''),
      clientId: text(faults.clientId, /^\d{1,20}$/),
      accessTokenKey: text(faults.accessTokenKey, token),
      accessTokenSecret: text(faults.accessTokenSecret, token),
      acceptTerms: v.optional(v.pipe(v.unknown(), v.literal(true, faults.acceptTerms)), false),
      deleteCancelledWebinars: v.optional(v.boolean(faults.deleteCancelledWebinars), false),
      acceptedBy: v.nullish(v.pipe(v.string(faults.acceptedBy), v.trim(), v.maxLength(200, faults.acceptedBy)), null),
    },
    faults.body,
  )
}
