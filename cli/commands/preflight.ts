// `npm run preflight`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('preflight', 'Start and stop', 'Check an AWS account before the first deployment')
  .description(
    'Check an AWS account and region before the first deployment: quotas, SES, CloudFront, the CDK’s bootstrap, the region’s services, and what an earlier try left. It only reads. Exits with 1 if something would stop the deployment.',
  )
  .option('--bulkheads', 'check for a deployment with -c bulkheads=on')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async ({ bulkheads = false, ...options }) => {
    const { preflight } = await import('../deploy/preflight/preflight.ts');
    await preflight(await placeOf(options), { bulkheads });
  });
