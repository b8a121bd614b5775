import * as v from 'valibot'
import type { Command, Tools } from '../command.ts'
import { CommandError } from '../exit.ts'
import { findAccount } from '../find-account.ts'

const Receipt = v.looseObject({
  removedAt: v.string(),
  erased: v.object({ credentials: v.number(), registrations: v.number(), webinars: v.number() }),
  erasing: v.optional(v.literal(true)),
})
const pause = 10_000

export const remove: Command = {
  name: 'remove-account',
  argument: '<account>',
  does: 'erases the credentials of an account and the records of its webinars, after asking; shows the receipt',
  options: { yes: { does: 'remove without being asked' } },
  async run({ subject = '', flag }, tools) {
    const { connector, terminal } = tools
    const id = await findAccount(subject, tools)
    if (!flag('yes')) {
      if (!terminal.confirm) throw new CommandError('wrongUse', 'There is no terminal to ask at: say --yes.')
      const question = `Remove the account ${subject}? Its webinars are looked after no more.`
      if (!(await terminal.confirm(question))) return { document: { receipt: null }, lines: ['Nothing was done.'] }
    }
    const receipt = await complete(id, await connector.send(Receipt, 'DELETE', `configurations/${id}`), tools)
    const { credentials, registrations, webinars } = receipt.erased
    const line = `Erased: ${credentials} credentials, records of ${registrations} registrations and ${webinars} webinars.`
    return { document: { receipt }, lines: [line] }
  },
}

/** The receipt once nothing is left to erase. */
async function complete(id: string, receipt: v.InferOutput<typeof Receipt>, { connector, terminal, wait }: Tools) {
  let whole = receipt
  while (whole.erasing) {
    terminal.progress?.(`Erased so far: records of ${whole.erased.registrations} registrations`)
    await wait(pause)
    whole = await connector.read(Receipt, `configurations/${id}/removal`)
  }
  terminal.progress?.('')
  return whole
}
