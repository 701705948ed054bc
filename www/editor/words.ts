// The words of the language, as `src/program/syntax.rs` has them; a test compares the two lists.

/** Words with operands, and what they are for. */
export const WORDS: Readonly<Record<string, string>> = {
  'try lock': 'takes a lock if it is free, and says whether it did',
  'try put': 'puts if there is room, and says whether it did',
  'try take': 'takes what is there, or none',
  'try acquire': 'acquires if it can, and says whether it did',
  'notify all': 'wakes all that wait',
  lock: 'takes a lock, waiting until it is free',
  unlock: 'gives a lock back',
  wait: 'gives the lock back and waits to be notified',
  notify: 'wakes the longest waiting',
  acquire: 'takes one from a semaphore, waiting until there is one',
  release: 'gives one to a semaphore',
  meet: 'waits at a barrier for all others',
  put: 'puts a value into a channel, waiting for room',
  take: 'takes the oldest value from a channel, waiting for one',
  close: 'closes a channel',
  join: 'waits until an actor is over',
  result: 'waits for what an actor returns',
  done: 'says whether an actor is over',
  alive: 'says whether an actor has begun and is not over',
  cancel: 'asks an actor to end',
  start: 'starts an actor made by new',
  next: 'the next value of a generator, or none',
  swap: 'writes an atomic and gives what it was',
  compare: 'writes an atomic if it is as expected, and says whether it was',
  length: 'how many elements there are',
  fib: 'a Fibonacci number, computed the slow way',
  fetch: 'asks for something and gets it after a while',
  sleep: 'lets a time pass; a task lets others go on',
  block: 'lets a time pass, and with it whoever runs this',
  work: 'computes: millions of additions',
  fence: 'waits until all writes have reached memory',
};

const words = (text: string): readonly string[] => text.split(' ');

/** Words that begin a line at the top. */
export const TOP_WORDS = words(
  'param const shared atomic lock reentrant fair rwlock condition semaphore barrier channel fn thread daemon task process ' +
    'end loop variants',
);

/** Words that begin a statement, beside those with operands. */
export const STATEMENT_WORDS = words(
  'if else while loop repeat for break continue return with print write fail try catch show expect yield tally measure',
);

/** Words that may stand within a line. */
export const INNER_WORDS = words(
  'in explore among of for after select new start generator random not and or true false none me index now completed all',
);
