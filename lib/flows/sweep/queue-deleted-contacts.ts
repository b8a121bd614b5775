import * as v from 'valibot'
import { hour } from '../../core/time.ts'
import type { Services } from '../../services.ts'

/** A contact is looked for so often: the webhook of its deletion may have been lost. */
const pause = hour
/** Contacts of one look at most; the next look goes on after them. */
const most = 5000

const cursorName = 'deleted contacts'
const Cursor = v.fallback(v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), after: v.string() })), {
  at: 0,
  after: '',
})
/** Under this name it is kept that an account erases deleted contacts, so that its records tell whose they are. */
const keptFor = (configuration: string) => `erases deleted ${configuration}`

/**
 * Enqueues contacts that are gone, restored or merged, of those alone who left a registration in an account that erases
 * deleted contacts; how many. Where an account does so no longer, its records forget whose they are.
 */
export async function queueDeletedContacts(services: Services): Promise<number> {
  const { crm, cursors, formerRegistrants, queues, now } = services
  if (!(await isWantedAnywhere(services))) return 0
  const { at, after } = v.parse(Cursor, (await cursors.cursor(cursorName)) ?? '')
  if (now().getTime() - at < pause) return 0
  const noted = (await formerRegistrants.all()).filter(({ isOrdered }) => !isOrdered)
  const marked = new Set(noted.flatMap(({ goneAt, contact }) => (goneAt ? contact : [])))
  const contacts = [...new Set(noted.map(({ contact }) => contact))].sort().filter((id) => id > after)
  const looked = contacts.slice(0, most)
  const there = await crm.contactsAmong(looked)
  const news = looked.filter((id) => marked.has(id) || !there.has(id) || there.get(id)?.master !== undefined)
  await queues.send(
    'registrations',
    news.map((id) => ({ table: crm.contactTable, id })),
  )
  const next = { at: now().getTime(), after: contacts.length > most ? (looked.at(-1) ?? '') : '' }
  await cursors.setCursor(cursorName, JSON.stringify(next))
  return news.length
}

async function isWantedAnywhere({ credentialStore, crm, cursors, formerRegistrants }: Services) {
  let isWanted = false
  for (const { id } of await credentialStore.configurations()) {
    const isKept = (await cursors.cursor(keptFor(id))) !== undefined
    if ((await crm.accountSettingsNow(id)).eraseDeleted) {
      isWanted = true
      if (!isKept) await cursors.setCursor(keptFor(id), 'yes')
      // Another instance goes by the setting of a minute ago, so it is over once nothing more is found.
    } else if (isKept && (await formerRegistrants.forgetContacts(id)) === 0) await cursors.dropCursor(keptFor(id))
  }
  return isWanted
}
