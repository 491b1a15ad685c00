import type { Environment } from '../../config/load';
import { loginNames } from '../network/addresses';

/** The DNS names of AWS services and of the company's identity providers, which their certificate must cover. */
export function certificateNames({ region, api }: Environment): string[] {
  return [
    `*.execute-api.${region}.amazonaws.com`,
    `*.execute-api.${region}.vpce.amazonaws.com`,
    `*.studio.${region}.sagemaker.aws`,
    `api.sagemaker.${region}.amazonaws.com`,
    `cognito-idp.${region}.amazonaws.com`,
    `*.auth.${region}.amazoncognito.com`,
    loginNames.internet,
    loginNames.office,
    ...(api.customDomain ? [api.customDomain.name] : []),
  ];
}
