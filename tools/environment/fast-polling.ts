/** For a host whose queues nobody wants to wait for: an empty queue is looked at five times a second. */
export const eager = { AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.2' }
