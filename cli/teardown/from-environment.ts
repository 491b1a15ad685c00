import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/load';
import { projectFolder } from '../../config/project-folder';
import { stringAt } from '../../config/unchecked';
import type { Wanted } from './inventory';
import type { NamingFile } from './leaver';

/** What an environment file says about what a teardown may delete. */
export function wantedOf({ name, region, studio }: Environment): Wanted {
  const { create } = studio.domain;
  return {
    environment: name,
    region,
    createdDomain: create && {
      name: create.name,
      deletesHomes: create.homeFileSystemOnDestroy === 'delete',
    },
  };
}

/** What an environment uses and did not make, and what no command here deletes, in words. */
export function othersLeft({ name, state, network, studio, api }: Environment): string[] {
  const { existing: vpc } = network.vpc;
  const { create, existing: domain } = studio.domain;
  return [
    ...(state.type === 's3'
      ? [`versions of the state in S3 below s3://${state.bucket}/${state.keyPrefix}/${name}/: their storage`]
      : []),
    ...(vpc ? [`the VPC ${vpc.vpcId}, which existed before`] : []),
    ...(domain ? [`the Studio domain ${domain.domainId}, which existed before, with all that is in it`] : []),
    ...(create?.kmsKeyArn === undefined
      ? []
      : [`the key ${create.kmsKeyArn}: 1 USD per month, to be checked`]),
    ...(api.customDomain === undefined ? [] : [`the certificate ${api.customDomain.certificateArn}`]),
  ];
}

/** The environment file, and the file with the list of people if it names one. */
export function namingFiles({ name }: Environment): NamingFile[] {
  const read = (file: string): NamingFile[] => {
    const found = path.join(projectFolder, file);
    return existsSync(found) ? [{ name: file, text: readFileSync(found, 'utf8') }] : [];
  };
  const file = `environments/${name}.json`;
  const users = read(file).flatMap(({ text }) => stringAt(JSON.parse(text), 'studio.users') ?? []);
  return [...read(file), ...users.flatMap((named) => read(`environments/${named}`))];
}
