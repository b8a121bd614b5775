/** Settings of a host that polls an empty queue five times a second, so that nobody has to wait for it. */
export const fastPolling = { AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.2' }
