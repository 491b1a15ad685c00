import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import JestRuntime from 'jest-runtime';

const requires = new Map();
const compiled = new Map();

/** @param {string} file the one that asks for packages */
function requireOf(file) {
  const known = requires.get(file) ?? createRequire(file);
  requires.set(file, known);
  return known;
}

/**
 * Loads the project's own modules anew for each test file, as Jest does, but packages only once in a worker, and compiles each
 * module once. Otherwise unit tests would spend most of their time on loading, and code of packages would never be optimized.
 * So a test must not change a package: what it replaces there, the tests after it get.
 * https://jestjs.io/docs/configuration#runtime-string
 */
export default class SharingRuntime extends JestRuntime {
  #storages = [];

  constructor(...options) {
    super(...options);
    this.executor.compile = (source, filename) => {
      const known = compiled.get(filename);
      if (known?.source === source) return known.wrapper;
      const wrapper = compileFunction(source, this.executor.injectedModuleParameters, { filename });
      compiled.set(filename, { source, wrapper });
      return wrapper;
    };
    this.#noteStorages();
  }

  requireModuleOrMock(from, name) {
    return /^[./]/.test(name) ? super.requireModuleOrMock(from, name) : requireOf(from)(name);
  }

  teardown() {
    super.teardown();
    for (const storage of this.#storages) storage.disable();
  }

  /** Jest makes one for each test file; up to Node 22, each that stays enabled is called for every promise of the process. */
  #noteStorages() {
    const storages = this.#storages;
    class AsyncLocalStorage extends asyncHooks.AsyncLocalStorage {
      constructor(...options) {
        super(...options);
        storages.push(this);
      }
    }
    const ofNode = this.coreModule.require.bind(this.coreModule);
    this.coreModule.require = (name) =>
      name === 'node:async_hooks' ? { ...asyncHooks, AsyncLocalStorage } : ofNode(name);
  }
}

/** Jest loads this by `require`, and would take the whole module for the class without it. */
export const __esModule = true;
