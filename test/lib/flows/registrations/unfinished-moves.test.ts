import { expect, test } from 'vitest'
import { ConflictError } from '../../../../lib/core/errors.ts'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import { inMemoryWorld, type Turn } from '../../../harness/in-memory-world.ts'

/** Far more than the messages of two registrations need, each with a few tries. */
const mostTries = 200

/** A world in which each change leaves a message, and messages run one after the other. */
function queuedWorld() {
  const world = inMemoryWorld()
  const messages: string[] = []
  world.onChange((id) => void messages.push(id))
  const run = (id: string, turn: Turn = async () => undefined) =>
    reconcileRegistration({ table: 'registration', id }, { isFinal: false, isLate: false }, world.connect(turn))
  async function settle() {
    for (let tries = 0; messages.length > 0; tries += 1) {
      if (tries === mostTries) throw new Error(`After ${tries} tries ${messages.length} messages wait.`)
      const id = messages.shift() ?? ''
      const outcome = await run(id).catch((error: unknown) => error)
      if (outcome instanceof ConflictError) messages.push(id)
      else if (outcome instanceof Error) throw outcome
    }
  }
  /** Begins the move of a registration: the host is killed once its record names where it goes. */
  async function beginMove(id: string) {
    await expect(
      run(id, async (call, way) => {
        if (call === 'write record' && way === 'back') throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    messages.length = 0
  }
  const registered = () =>
    [...world.listed].flatMap(([key, { state, registrationId }]) => (state === 'gone' ? [] : [[key, registrationId]]))
  return { ...world, messages, run, settle, beginMove, registered }
}

test('two registrations take each other’s place while a move of both is unfinished', async () => {
  const { create, changeContact, changeEvent, settle, beginMove, registered } = queuedWorld()
  changeContact('ada', { email: 'augusta@example.test' })
  changeContact('augusta', { email: 'ada@example.test' })
  create('first', 'ada')
  create('second', 'augusta')
  await settle()
  changeEvent({ webinarId: '2' })
  await beginMove('first')
  await beginMove('second')
  changeContact('ada', { email: 'ada@example.test' })
  changeContact('augusta', { email: 'augusta@example.test' })
  changeEvent({ webinarId: '1' })
  await settle()
  expect(registered().sort()).toEqual([
    ['1 ada@example.test', 'first'],
    ['1 augusta@example.test', 'second'],
  ])
})

test.each(['read state', 'siblings'] as const)(
  'somebody stays registered who takes an address of before while its webinar goes back to their event, at %s',
  async (at) => {
    const { create, changeContact, changeEvent, messages, run, settle, beginMove, registered } = queuedWorld()
    create('second', 'augusta')
    await settle()
    changeEvent({ webinarId: '2' })
    await beginMove('second')
    changeContact('augusta', { email: 'ada@example.test' })
    changeContact('ada', { email: 'augusta@example.test' })
    let isBack = false
    const goBack: Turn = async (call, way) => {
      if (isBack || call !== at || way !== 'there') return
      isBack = true
      changeEvent({ webinarId: '1' })
      create('first', 'ada')
      await run('first').catch(() => undefined)
      await run('first')
      // Nothing is left to do for them: a connector does not run for what it wrote itself.
      messages.length = 0
    }
    await run('second', goBack).catch(() => messages.push('second'))
    expect(isBack).toBe(true)
    await settle()
    expect(registered().sort()).toEqual([
      ['1 ada@example.test', 'second'],
      ['1 augusta@example.test', 'first'],
    ])
  },
)
