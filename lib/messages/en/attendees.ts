import type { Entry } from '../message.ts'

type Provider = { provider: string }

/** Of orders about somebody who attended without a registration, for the person who gave them. */
export const attendees = {
  request_without_contact: [
    'The request names no contact, or that was deleted.',
    'Make a new one that names the unmatched attendee and the contact.',
  ],
  contact_inactive: ['The contact is inactive.', 'Choose the one that took its place.'],
  contacts_several: ['Several contacts have this address.', 'Make a request that names the right one: This contact.'],
  contact_similar: [
    'Dynamics has a contact with this address that is inactive, or one with another address that it takes for the same, so none was made.',
    'Make a request that names the right contact: This contact.',
  ],
  attendee_tied: 'The attendee has a registration of the contact now. The next reading of attendance finds it.',
  attendee_tied_before:
    'The attendee belongs to the registration that the contact has already. The next reading of attendance finds it.',
  contact_made: 'The contact was made, with a registration. The next reading of attendance finds it.',
  attendee_ignored: 'The attendee is listed no more.',
  attendee_without_address: [
    'The attendee has no address by which the webinar provider knows them.',
    'They can only be ignored.',
  ],
  attendee_gone: ({ provider }: Provider) => [
    `${provider} does not list a registrant with this address any more.`,
    'Read attendance now; if they are still listed here, ignore them.',
  ],
  attendee_kept_out: ({ provider }: Provider) => [
    `The connector blocked this person at ${provider}, so no registration was made.`,
    'Register them in Dynamics if they are to be let in.',
  ],
} satisfies Record<string, Entry>
