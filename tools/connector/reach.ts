import { networkFault, outOfReach } from '../../crm/network.ts'
import { CommandError } from './exit.ts'

/** An answer of a system; where the network was in its way, the error says what it is and what to do. */
export async function reached<T>(url: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const fault = error instanceof CommandError ? undefined : networkFault(error)
    throw fault ? new CommandError('noAccess', outOfReach(url, fault), { cause: error }) : error
  })
}
