import type { Environment } from '../../config/load';

/** The DNS names of AWS services in the lab, which their certificate must cover. */
export function certificateNames({ region, api }: Environment): string[] {
  return [
    `*.execute-api.${region}.amazonaws.com`,
    `*.execute-api.${region}.vpce.amazonaws.com`,
    `*.studio.${region}.sagemaker.aws`,
    `api.sagemaker.${region}.amazonaws.com`,
    `cognito-idp.${region}.amazonaws.com`,
    ...(api.customDomain ? [api.customDomain.name] : []),
  ];
}
