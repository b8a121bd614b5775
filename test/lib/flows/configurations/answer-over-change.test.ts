import { expect, test } from 'vitest'
import { ConflictError } from '../../../../lib/core/errors.ts'
import { reconcileConfiguration } from '../../../../lib/flows/configurations/reconcile.ts'
import type { ConfigurationRow } from '../../../../lib/model/crm.ts'
import { account, inMemoryAccount } from '../../../harness/in-memory-account.ts'

const typed = { active: true, clientId: '1', accessTokenKey: 'key', accessTokenSecret: 'secret' }

/** Takes typed credentials while the row is changed right before the answer is written on it. */
async function changedMeanwhile(change: Partial<ConfigurationRow>) {
  const world = inMemoryAccount()
  world.write(typed)
  const calls: string[] = []
  const services = world.connect(async (name, way) => {
    if (way !== 'there') return
    if (name === 'status' && !calls.includes('status')) world.write(change)
    calls.push(name)
  })
  const taken = reconcileConfiguration(account, false, services)
  return { world, taken, proofs: () => calls.filter((name) => name === 'provider').length }
}

test('a row that is changed in between and asks for nothing else costs no second proof', async () => {
  const { world, taken, proofs } = await changedMeanwhile({})
  expect(await taken).toBe('keep')
  expect(proofs()).toBe(1)
  expect(world.crm).toMatchObject({ authorized: 'yes', row: { accessTokenKey: '', accessTokenSecret: '' } })
})

test('credentials that are typed in between stay for the next run', async () => {
  const { world, taken } = await changedMeanwhile({ accessTokenKey: 'next' })
  await expect(taken).rejects.toThrow(ConflictError)
  expect(world.crm.row).toMatchObject({ accessTokenKey: 'next' })
})
