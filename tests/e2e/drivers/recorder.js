// Runs in the page before its own code, where nothing else hears what is written to the console, nor of workers: keeps
// both for the driver. It is a file of its own because the page's policy allows no other scripts.
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
      // Of elements that could not load what they name; a hint to load early is no promise, and Firefox calls it an
      // error where the module is there already.
      if (target instanceof HTMLElement) {
        if (!target.matches('link[rel="modulepreload"]')) messages.push(`error: not loaded: ${target.outerHTML}`);
      } else messages.push(`uncaught: ${message}`);
    },
    // What elements report does not bubble.
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
