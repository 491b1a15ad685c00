import process from 'node:process';
import { ModuleMocker } from 'jest-mock';

/** Jest's handlers of events, to which each test file adds its own. */
const eventHandlers = Symbol.for('EVENT_HANDLERS');

/**
 * Runs unit tests in the realm of the worker rather than in one for each file, so that files can share packages
 * (`runtime.mjs`). There are no fake timers: those of shared packages would stand still as well.
 * https://jestjs.io/docs/configuration#testenvironment-string
 */
export default class WorkerEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #exit = process.exit;
  #env = process.env;
  #variables = { ...process.env };

  setup() {
    return Promise.resolve();
  }

  /** Puts back what Jest or a test changed in the realm, as the next file gets it. */
  teardown() {
    this.moduleMocker.restoreAllMocks();
    process.exit = this.#exit;
    process.env = this.#env;
    for (const name of Object.keys(process.env))
      if (!(name in this.#variables)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, this.#variables);
    Reflect.deleteProperty(globalThis, eventHandlers);
    return Promise.resolve();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** There is no context of its own. */
  getVmContext() {
    return null;
  }
}
