import { randomBytes, randomUUID } from 'node:crypto'
import { type Runtime, withFixed } from './core-module.ts'
import type { CoreInvocationContext, TypedData } from './core-types.ts'
import type { HostedFunction } from './hosted-function.ts'
import { type HttpReply, toReply } from './http-server.ts'
import { writeOutputs } from './queue-output.ts'
import type { TimeLimit } from './time-limit.ts'

export type Invoke = (
  hosted: HostedFunction,
  data: TypedData,
  triggerMetadata?: Record<string, TypedData>,
) => Promise<HttpReply | undefined>

/** Runs functions through the library, writes their outputs and logs each result as the host does. */
export function createInvoker(runtime: Runtime, timeLimit: TimeLimit) {
  const running = new Set<Promise<unknown>>()
  const invoke: Invoke = (hosted, data, triggerMetadata = {}) => {
    const run = logged(runtime, hosted, (invocationId) =>
      timeLimit.within({ functionName: hosted.name, invocationId }, () =>
        perform(runtime, hosted, invocationId, data, triggerMetadata),
      ),
    )
    const settled: Promise<unknown> = run.then(
      () => running.delete(settled),
      () => running.delete(settled),
    )
    running.add(settled)
    return run
  }
  return { invoke, idle: () => Promise.all(running) }
}

/** Logs the result of an invocation. Message and stack of an error are logged unchanged: log hooks do not see them. */
async function logged<T>({ write }: Runtime, { name }: HostedFunction, run: (invocationId: string) => Promise<T>) {
  const invocationId = randomUUID()
  const begun = performance.now()
  const result = (level: 'information' | 'error', outcome: string, detail = '') => {
    const took = `Duration=${Math.round(performance.now() - begun)}ms`
    const message = `Executed 'Functions.${name}' (${outcome}, Id=${invocationId}, ${took})${detail}`
    const time = new Date().toISOString()
    write({ time, level, category: 'Host.Results', functionName: name, invocationId, message })
  }
  try {
    const answer = await run(invocationId)
    result('information', 'Succeeded')
    return answer
  } catch (thrown) {
    const error = toError(thrown)
    result('error', 'Failed', `\nException: ${error.message}\nStack: ${error.stack}`)
    throw error
  }
}

/** The order is that of github.com/Azure/azure-functions-nodejs-worker, `src/eventHandlers/InvocationHandler.ts`. */
async function perform(
  runtime: Runtime,
  hosted: HostedFunction,
  invocationId: string,
  data: TypedData,
  triggerMetadata: Record<string, TypedData>,
) {
  const { metadata, name, input, callback } = hosted
  const scope = { hookData: {}, invocationContext: undefined as unknown }
  const category = `Function.${name}`
  const call: CoreInvocationContext = {
    invocationId,
    metadata,
    request: {
      invocationId,
      functionId: name,
      inputData: [{ name: input, data }],
      triggerMetadata,
      traceContext: { traceParent: traceParent(), traceState: '', attributes: {} },
    },
    log: (level, kind, message) => {
      const record = { level, kind, message, functionName: name, invocationId }
      runtime.log({ ...record, category: kind === 'user' ? `${category}.User` : category }, scope)
    },
  }
  const model = await runtime.model().getInvocationModel(call)
  const { context, inputs } = await model.getArguments()
  scope.invocationContext = context
  const fixed = { ...scope, appHookData: runtime.appHookData }

  const before = withFixed({ inputs, functionCallback: callback }, fixed)
  call.state = 'preInvocationHooks'
  await runtime.runHooks('preInvocation', before)

  const after = withFixed({ inputs: before.inputs, result: null as unknown, error: null as unknown }, fixed)
  call.state = 'invocation'
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback)
  } catch (error) {
    after.error = error
  }
  call.state = 'postInvocationHooks'
  await runtime.runHooks('postInvocation', after)
  delete call.state
  if (after.error !== null && after.error !== undefined) throw after.error

  const { returnValue, outputData } = await model.getResponse(context, after.result)
  await writeOutputs(hosted.outputs, [...outputData, { name: '$return', data: returnValue }])
  return hosted.trigger.type === 'http' ? toReply(returnValue) : undefined
}

function traceParent() {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`
}

function toError(thrown: unknown) {
  if (thrown instanceof Error) return thrown
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown))
}
