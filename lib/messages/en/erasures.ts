import type { Entry } from '../message.ts'

/** Of the erasure of a person, for an administrator. */
export const erasures = {
  contact_unknown: 'There is no contact with this id in Dynamics.',
  contact_without_address: [
    'The contact has no e-mail address, by which the webinar provider knows people.',
    'Give the address in place of the contact.',
  ],
  no_account_to_erase_in: [
    'No credentials are kept for any account.',
    'Enter them first: nobody can be erased without.',
  ],
  erase_without_credentials: [
    'The credentials of the account were removed before the person was erased there.',
    'Erase them at the webinar provider.',
  ],
  erase_unsupported: [
    'The webinar provider cannot be asked to erase people.',
    'Somebody with access to the account does it there.',
  ],
  erase_address_unreadable: ['The address can no longer be read, for its key is gone.', 'Order the erasure again.'],
  erase_address_shared: [
    'Another contact with registrations has an address of the contact that was deleted, so that address was not erased.',
    'If it is to go for both, an administrator orders the erasure of the address.',
  ],
  erase_contact_is_back: 'The contact is in Dynamics again, so nothing was erased.',
  erase_deleted_off: 'The account erases deleted contacts no longer, so nothing was erased.',
  erase_left_in_crm:
    'Dynamics: the contact, registrations, check-ins and all else that is kept there of the person are for your administrator to delete.',
  erase_left_at_provider:
    'The webinar provider: recordings, exports and mails that were made before, and accounts that are not connected here, are for you and the provider.',
  erase_left_copies: 'Backups and copies of Dynamics and of the storage account end with their own retention.',
} satisfies Record<string, Entry>
