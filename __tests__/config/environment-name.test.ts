import { chosenEnvironment } from '../../config/environment-name';

it.each([
  [undefined, undefined, 'example'],
  [undefined, '', 'example'],
  [undefined, 'prod', 'prod'],
  ['test', 'prod', 'test'],
  // an empty option is a mistake, which the loader reports; it must not choose another deployment
  ['', 'prod', ''],
])('the option %j and the variable %j choose %j', (option, variable, expected) => {
  expect(chosenEnvironment(option, variable)).toBe(expected);
});
