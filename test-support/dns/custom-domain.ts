/** A private custom domain name, as changes to the example environment. */
export const customDomain = {
  'api.customDomain': {
    name: 'studio-access.corp.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
  },
} as const;
