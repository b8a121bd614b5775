/**
 * Sets the wall clock of this process ahead (or back), because the clocks of instances differ. Timers and
 * `performance.now()` stay as they are.
 */
export function shiftClock(milliseconds: number) {
  const RealDate = Date
  const now = () => RealDate.now() + milliseconds
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length ? given : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  })
}
