import { useRef, useState } from 'preact/hooks'

/** Work behind a button: pressed again while it runs, it is not begun a second time. Its problem stays until the next press. */
export function useAction(act: () => Promise<void>) {
  // The state comes with the next drawing, which is too late for a second press.
  const isBegun = useRef(false)
  const [isRunning, setRunning] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  async function run() {
    if (isBegun.current) return
    isBegun.current = true
    setRunning(true)
    setProblem(undefined)
    await act().catch(setProblem)
    isBegun.current = false
    setRunning(false)
  }
  return { run, isRunning, problem }
}
