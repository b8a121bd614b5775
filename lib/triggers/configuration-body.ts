import * as v from 'valibot'
import type { Provider } from '../model/provider.ts'
import { fault } from './faults.ts'

/** A token goes into a header: printable and without spaces. */
const token = /^[\x21-\x7e]{1,500}$/

/** The body of `PUT /configurations/{id}`. Every message stands alone and repeats nothing that was sent. */
export function configurationBody({ name, title: provider, regions }: Pick<Provider, 'name' | 'title' | 'regions'>) {
  const text = (fault: string, pattern: RegExp) =>
    v.optional(v.pipe(v.string(fault), v.trim(), v.regex(pattern, fault)), '')
  const oneOf = (member: string, values: readonly string[]) =>
    fault({ code: 'not_one_of', member, values: values.map((value) => `"${value}"`).join(', ') })
  const faults = {
    region: oneOf('region', regions),
    provider: oneOf('provider', [name]),
    clientId: fault({ code: 'not_client_id', member: 'clientId', provider }),
    accessTokenKey: fault({ code: 'not_token_key', member: 'accessTokenKey', provider }),
    accessTokenSecret: fault({ code: 'not_token_secret', member: 'accessTokenSecret', provider }),
    acceptTerms: fault({ code: 'terms_must_be_accepted', member: 'acceptTerms', provider }),
    deleteCancelledWebinars: fault({ code: 'not_boolean', member: 'deleteCancelledWebinars' }),
    acceptedBy: fault({ code: 'too_long', member: 'acceptedBy', most: 200 }),
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
    fault({ code: 'body_not_object' }),
  )
}
