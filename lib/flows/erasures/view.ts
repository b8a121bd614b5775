import { NotFoundError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Services } from '../../services.ts'
import type { ErasurePart } from '../../stores/erasures.ts'

const shown = { waiting: 'waiting', told: 'waiting', settling: 'done', done: 'done', refused: 'refused' } as const

const reasons: Record<string, UserMessage> = {
  credentials_not_kept: { code: 'erase_without_credentials' },
  erase_unsupported: { code: 'erase_unsupported' },
  address_shared: { code: 'erase_address_shared' },
  contact_is_back: { code: 'erase_contact_is_back' },
  erase_deleted_off: { code: 'erase_deleted_off' },
  address_unreadable: { code: 'erase_address_unreadable' },
}

/** The receipt of an erasure: what was erased where, and what is left to others. @throws NotFound */
export async function viewErasure(id: string, { erasureStore, language }: Services) {
  const erasure = await erasureStore.erasure(id)
  if (!erasure) throw new NotFoundError({ code: 'erasure_unknown' })
  const spoken = await language()
  const parts = await erasureStore.parts(id)
  const isEnded = parts.every(({ state }) => state !== 'waiting' && state !== 'told')
  const left = ['erase_left_in_crm', 'erase_left_at_provider', 'erase_left_copies'] as const
  return {
    id,
    state: isEnded ? 'ended' : 'running',
    orderedAt: erasure.at.toISOString(),
    contact: erasure.contact || null,
    accounts: parts.map((part) => describe(part, (message) => sentence(message, spoken))),
    left: left.map((code) => sentence({ code }, spoken)),
  }
}

function describe(part: ErasurePart, tell: (message: UserMessage) => string) {
  const { configuration, state, code, registrants, records, attendees, unmatched } = part
  const reason = reasons[code]
  return {
    configuration,
    // A second look is no news for anybody.
    state: shown[state],
    erased: { registrants, records, attendees, unmatched },
    ...(reason && { reason: tell(reason) }),
  }
}
