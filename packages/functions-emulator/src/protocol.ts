/** Messages between parent and child over IPC. */

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none'

export type LogRecord = {
  time: string
  level: LogLevel
  /** `Function.<name>.User` for a function's logs, `Host.*` for the host's, `console` for stdout and stderr. */
  category: string
  functionName?: string
  invocationId?: string
  message: string
}

export type FunctionInfo = {
  name: string
  trigger: 'http' | 'timer' | 'queue'
  /** The whole path, prefix included, e.g. `/api/webhooks/dataverse`. */
  route?: string
  methods?: string[]
  authLevel?: string
  schedule?: string
  queueName?: string
}

export type Keys = {
  /** Opens the admin API and every function. */
  master: string
  /** The host key: opens every function of level `function`. */
  default: string
}

export type ToChild =
  | { type: 'start'; appRoot: string; port: number; keys: Keys; clockShift: number }
  | { type: 'run'; id: number; name: string }
  | { type: 'stop' }

export type ToParent =
  | { type: 'ready'; url: string; functions: FunctionInfo[] }
  | { type: 'log'; record: LogRecord }
  | { type: 'ran'; id: number; error?: string }
  /** This process ends; another one has to take its place. */
  | { type: 'restart' }
