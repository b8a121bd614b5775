import { expect, test } from 'vitest'
import { UnavailableError } from '../../../../lib/core/errors.ts'
import { createOwnOrganization } from '../../../../lib/flows/operations/own-organization.ts'
import { createCursors } from '../../../../lib/stores/cursors.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const url = 'https://contoso.crm4.dynamics.com'
const [production, copy] = ['6042beb1-a93a-4f11-8e4b-00224802c699', '0f8fad5b-d9cb-469f-a165-70867728950e']
const other = { userMessage: { code: 'other_organization' } }

/** One storage, and instances of the app on it that find an environment behind their settings. */
function deployment() {
  const cursors = createCursors(newTable().table, () => new Date())
  const instance = (found: string | (() => Promise<string>), settings: { url?: string; meant?: string } = {}) =>
    createOwnOrganization(
      { url, meant: undefined, ...settings },
      {
        organizationId: typeof found === 'string' ? async () => found : found,
        cursors,
        watchedTables: ['msevtmgt_event'],
      },
    )
  return { cursors, instance }
}

test('the first environment that is met is served, and no other from then on', async () => {
  const { instance } = deployment()
  await instance(production).ensureOwnOrganization()
  await instance(production).ensureOwnOrganization()
  await expect(instance(copy).ensureOwnOrganization()).rejects.toMatchObject(other)
  await instance(production).ensureOwnOrganization()
})

test('a refusal is told from storage until the settings are others', async () => {
  const { instance } = deployment()
  await instance(production).ensureOwnOrganization()
  const at = { url: 'https://copy.crm4.dynamics.com' }
  await expect(instance(copy, at).ensureOwnOrganization()).rejects.toMatchObject(other)
  const unasked = async () => expect.unreachable()
  await expect(instance(unasked, at).ensureNotRefused()).rejects.toMatchObject(other)
  await instance(unasked).ensureNotRefused()
  await instance(unasked, { ...at, meant: copy }).ensureNotRefused()
})

test('a move that is meant is remembered, and changes are read from its beginning', async () => {
  const { cursors, instance } = deployment()
  await instance(production).ensureOwnOrganization()
  await cursors.setCursor('msevtmgt_event', 'far')
  await instance(copy, { meant: copy }).ensureOwnOrganization()
  expect(await cursors.cursor('msevtmgt_event')).toBeUndefined()
  await cursors.setCursor('msevtmgt_event', 'near')
  await instance(copy).ensureOwnOrganization()
  expect(await cursors.cursor('msevtmgt_event')).toBe('near')
  await expect(instance(production).ensureOwnOrganization()).rejects.toMatchObject(other)
})

test('environments that were left by a move are known as former ones', async () => {
  const { instance } = deployment()
  expect(await instance(production).ownOrganizations()).toEqual([production])
  expect(await instance(copy, { meant: copy }).ownOrganizations()).toEqual([copy, production])
  expect(await instance(copy).ownOrganizations()).toEqual([copy, production])
  expect(await instance(production, { meant: production }).ownOrganizations()).toEqual([production, copy])
  await expect(instance(copy).ownOrganizations()).rejects.toMatchObject(other)
})

test('an environment other than the one that is meant is refused at first use, too', async () => {
  const { instance } = deployment()
  await expect(instance(production, { meant: copy }).ensureOwnOrganization()).rejects.toMatchObject(other)
  await instance(production).ensureOwnOrganization()
})

test('a verdict is held, and an environment that cannot be asked is asked again', async () => {
  const { instance } = deployment()
  let asked = 0
  const own = instance(async () => {
    asked += 1
    if (asked === 1) throw new UnavailableError({ code: 'unreachable', system: 'Dataverse' })
    return production
  })
  await expect(own.ensureOwnOrganization()).rejects.toThrow(UnavailableError)
  await own.ensureOwnOrganization()
  await own.ensureOwnOrganization()
  expect(asked).toBe(2)
})
