import { setTimeout } from 'node:timers/promises'
import { NoTokenError } from '../../crm/sign-in.ts'
import { run } from '../../tools/connector/run.ts'
import type { TestApp } from './test-app.ts'

/** One call of the operators' command: its exit code, stdout, and what the person at the terminal sees besides. */
type Called = { code: number; out: string; notes: string[]; bars: string[] }

export type Operator = {
  /** Roles of the person at the connector; undefined: none, so that Microsoft Entra gives no token for it. */
  roles: string[] | undefined
  /** The deployment that azd knows in this folder, and addresses of Azure. */
  environment: Record<string, string>
  /** Answers to questions; undefined: nobody is at the terminal. */
  answers: boolean[] | undefined
  /** Whether the terminal can show a bar. */
  isTerminal: boolean
  call(...args: string[]): Promise<Called>
  /** The document of a call with --json. */
  document<T>(...args: string[]): Promise<T>
}

/** An operator who is signed in to Azure, in a folder from which the app was deployed. */
export function operatorOf({ host, dataverse, identity }: Pick<TestApp, 'host' | 'dataverse' | 'identity'>): Operator {
  const { entra, settings } = identity
  async function token(resource: string) {
    if (resource === entra.clientId) {
      if (!operator.roles) throw new NoTokenError('AADSTS50105')
      return entra.token({ roles: operator.roles })
    }
    const url = `${settings.IDENTITY_ENDPOINT}?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`
    const answer = await fetch(url, { headers: { 'x-identity-header': settings.IDENTITY_HEADER } })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const operator: Operator = {
    roles: ['Operator'],
    environment: { FUNCTION_APP_URL: host.url, ENTRA_CLIENT_ID: entra.clientId, DATAVERSE_URL: dataverse.url },
    answers: undefined,
    isTerminal: false,
    async call(...args) {
      const called: Called = { code: 0, out: '', notes: [], bars: [] }
      const { environment, answers, isTerminal } = operator
      called.code = await run(args, {
        environment,
        token,
        print(text) {
          called.out += `${text}\n`
        },
        terminal: {
          note: (line) => void called.notes.push(line),
          progress: isTerminal ? (line) => void called.bars.push(line) : undefined,
          confirm:
            answers &&
            (async (question) => {
              called.notes.push(question)
              return answers.shift() ?? false
            }),
        },
        wait: () => setTimeout(100),
      })
      return called
    },
    async document(...args) {
      const { out } = await operator.call(...args, '--json')
      return JSON.parse(out)
    },
  }
  return operator
}
