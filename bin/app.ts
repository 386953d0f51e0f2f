// The application: its target, then one line a stack.
import { App, Aspects, Tags } from 'aws-cdk-lib';
import { acknowledgeFindings } from '../lib/nag.ts';
import { ApiStack } from '../lib/stacks/api-stack.ts';
import { BankStack } from '../lib/stacks/bank-stack.ts';
import { EdgeStack } from '../lib/stacks/edge-stack.ts';
import { LinksStack } from '../lib/stacks/links-stack.ts';
import { PaymentsStack } from '../lib/stacks/payments-stack.ts';
import { PlatformStack } from '../lib/stacks/platform-stack.ts';
import { UsersStack } from '../lib/stacks/users-stack.ts';
import { targetOf } from '../lib/target.ts';

export function compose(app: App): void {
  const target = targetOf(app);
  const props = () => (target.synthesizer ? { synthesizer: target.synthesizer() } : {});

  const platform = new PlatformStack(app, 'system-design-platform', target, props());
  const edge = new EdgeStack(app, 'system-design-edge', target, platform, props());
  new ApiStack(app, 'system-design-api', platform, props());
  new UsersStack(app, 'system-design-users', platform, props());
  new LinksStack(app, 'system-design-links', platform, edge, props());
  const bank = new BankStack(app, 'system-design-bank', platform, props());
  new PaymentsStack(app, 'system-design-payments', platform, bank, props());

  Tags.of(app).add('application', 'serverless-system-design');
  for (const aspect of target.aspects) Aspects.of(app).add(aspect);
  acknowledgeFindings(app);
}

if (import.meta.main) compose(new App());
