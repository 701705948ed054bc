// Records console messages and workers for drivers that cannot report them. Runs in the page before its own code, as a
// file of its own, because the page's policy allows no other scripts.
(() => {
  /** @type {string[]} */
  const messages = [];
  Object.assign(window, { recordedMessages: messages });
  for (const level of /** @type {const} */ (['debug', 'log', 'info', 'warn', 'error'])) {
    const original = console[level];
    console[level] = (...values) => {
      messages.push(`${level}: ${values.map(String).join(' ')}`);
      original.apply(console, values);
    };
  }
  window.addEventListener(
    'error',
    ({ message, target }) => {
      // An element could not load what it names. A hint to load early does not count, and Firefox reports one as an
      // error if the module is loaded already.
      if (target instanceof HTMLElement) {
        if (!target.matches('link[rel="modulepreload"]')) messages.push(`error: not loaded: ${target.outerHTML}`);
      } else messages.push(`uncaught: ${message}`);
    },
    // Errors of elements do not bubble, so they are caught in the capture phase.
    true,
  );
  window.addEventListener('unhandledrejection', ({ reason }) => messages.push(`uncaught: ${reason}`));
  window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    messages.push(`error: policy violated: ${violatedDirective} ${blockedURI}`),
  );

  let count = 0;
  /** Numbers of the page's workers that have not been ended. @type {Set<number>} */
  const workers = new Set();
  Object.assign(window, { recordedWorkers: workers });
  window.Worker = class extends Worker {
    #number = ++count;

    /** @param {ConstructorParameters<typeof Worker>} values */
    constructor(...values) {
      super(...values);
      workers.add(this.#number);
    }

    /** @override */
    terminate() {
      workers.delete(this.#number);
      super.terminate();
    }
  };
})();
