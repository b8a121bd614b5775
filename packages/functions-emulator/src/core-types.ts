import type { LogLevel } from './protocol.ts'

/**
 * The part of the module `@azure/functions-core` that the library uses. No npm package has these types.
 * github.com/Azure/azure-functions-nodejs-worker, `types-core/index.d.ts`
 */

export type Binding = {
  type: string
  direction: 'in' | 'out'
  route?: string
  methods?: string[]
  authLevel?: string
  schedule?: string
  runOnStartup?: boolean
  useMonitor?: boolean
  queueName?: string
  connection?: string
}

export type FunctionMetadata = {
  name: string
  functionId?: string
  bindings: Record<string, Binding>
  retryOptions?: unknown
}

type Nullable = Record<string, { value: string }>

export type HttpData = {
  method: string
  url: string
  nullableHeaders: Nullable
  nullableQuery: Nullable
  nullableParams: Nullable
  body?: TypedData
}

type HttpAnswer = {
  statusCode: string
  headers: Record<string, string>
  cookies: unknown[]
  body?: TypedData | null
}

/** A value passed between host and function; exactly one member is set. */
export type TypedData = {
  string?: string
  json?: string
  bytes?: Uint8Array
  int?: number
  double?: number
  http?: HttpData | HttpAnswer
}

export type LogCategory = 'user' | 'system' | 'customMetric'
type CoreLog = (level: LogLevel, category: LogCategory, message: string) => void
export type FunctionCallback = (...inputs: unknown[]) => unknown

export type CoreInvocationContext = {
  invocationId: string
  request: InvocationRequest
  metadata: FunctionMetadata
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks'
  log: CoreLog
}

type InvocationRequest = {
  invocationId: string
  functionId: string
  inputData: { name: string; data: TypedData }[]
  triggerMetadata: Record<string, TypedData>
  traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> }
}

type InvocationResponse = {
  returnValue?: TypedData | null
  outputData: { name: string; data: TypedData }[]
}

type InvocationModel = {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>
}

export type ProgrammingModel = {
  name: string
  version: string
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>
  getCapabilities?(given: Record<string, string>): Promise<Record<string, string>>
}

/** A hook takes one context object, whose properties depend on the hook. */
export type Hook = (context: object) => unknown
