// The application: its target, then one line per stack.
import { App, Aspects, Tags } from 'aws-cdk-lib';
import { idleLine } from '../lib/idle-month.ts';
import { acknowledgeFindings } from '../lib/nag.ts';
import { routesInOrder } from '../lib/routes-in-order.ts';
import { ApiStack } from '../lib/stacks/api-stack.ts';
import { AudienceStack } from '../lib/stacks/audience-stack.ts';
import { BankStack } from '../lib/stacks/bank-stack.ts';
import { CartStack } from '../lib/stacks/cart-stack.ts';
import { CatalogStack } from '../lib/stacks/catalog-stack.ts';
import { EdgeStack } from '../lib/stacks/edge-stack.ts';
import { InventoryStack } from '../lib/stacks/inventory-stack.ts';
import { JobsStack } from '../lib/stacks/jobs-stack.ts';
import { LegacyStack } from '../lib/stacks/legacy-stack.ts';
import { LinksStack } from '../lib/stacks/links-stack.ts';
import { MediaStack } from '../lib/stacks/media-stack.ts';
import { NotificationsStack } from '../lib/stacks/notifications-stack.ts';
import { OrdersStack } from '../lib/stacks/orders-stack.ts';
import { PaymentsStack } from '../lib/stacks/payments-stack.ts';
import { PlatformStack } from '../lib/stacks/platform-stack.ts';
import { SearchStack } from '../lib/stacks/search-stack.ts';
import { UsersStack } from '../lib/stacks/users-stack.ts';
import { WebhooksStack } from '../lib/stacks/webhooks-stack.ts';
import { named } from '../lib/stage.ts';
import { targetOf } from '../lib/target.ts';
import { readContracts } from './contracts.ts';

export const contracts = (await readContracts()).map(({ contract }) => contract);

export function compose(app: App): void {
  const target = targetOf(app);
  const id = (name: string) => named(app, `system-design-${name}`);
  const stack = () => ({ target, ...(target.synthesizer && { synthesizer: target.synthesizer() }) });

  const platform = new PlatformStack(app, id('platform'), stack());
  const edge = new EdgeStack(app, id('edge'), { ...stack(), platform, contracts });
  const props = () => ({ ...stack(), platform, edge });
  new ApiStack(app, id('api'), { ...props(), contracts });
  const users = new UsersStack(app, id('users'), props());
  const search = new SearchStack(app, id('search'), props());
  new CatalogStack(app, id('catalog'), { ...props(), search });
  const inventory = new InventoryStack(app, id('inventory'), props());
  new LinksStack(app, id('links'), props());
  const bank = new BankStack(app, id('bank'), props());
  const payments = new PaymentsStack(app, id('payments'), { ...props(), bank });
  const cart = new CartStack(app, id('cart'), props());
  new LegacyStack(app, id('legacy'), props());
  const orders = new OrdersStack(app, id('orders'), { ...props(), cart, inventory, payments, search });
  new NotificationsStack(app, id('notifications'), { ...props(), users, orders });
  new WebhooksStack(app, id('webhooks'), props());
  new JobsStack(app, id('jobs'), props());
  new MediaStack(app, id('media'), props());
  new AudienceStack(app, id('audience'), props());

  Tags.of(app).add('application', 'serverless-system-design');
  for (const aspect of [routesInOrder, ...target.aspects]) Aspects.of(app).add(aspect);
  acknowledgeFindings(app, contracts);
}

if (import.meta.main) {
  const app = new App();
  compose(app);
  if (targetOf(app).name === 'aws') console.error(idleLine(app.synth().stacks.map(({ template }) => template)));
}
