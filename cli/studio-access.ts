import { runProcess } from './studio-access/process';

/** The command of the people who open Studio, with what only operators have: the settings of a deployment. */
void runProcess({
  deployedSettings: async (choice) => (await import('./deployed-settings')).deployedSettings(choice),
});
