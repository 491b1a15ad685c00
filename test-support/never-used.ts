/** Stands for modules that packages load and no test uses; see `jest.config.mjs`. */
export {};
