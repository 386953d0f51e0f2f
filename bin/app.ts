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
import { Systems } from '../lib/systems.ts';
import { targetOf } from '../lib/target.ts';
import { readContracts } from './contracts.ts';

export const contracts = (await readContracts()).map(({ contract }) => contract);

export function compose(app: App): void {
  const target = targetOf(app);
  const stack = () => ({ target, ...(target.synthesizer && { synthesizer: target.synthesizer() }) });

  const systems = new Systems(app);
  const platform = systems.addBase(PlatformStack, 'platform', stack);
  const edge = systems.addBase(EdgeStack, 'edge', () => ({ ...stack(), platform: platform(), contracts }));
  const props = () => ({ ...stack(), platform: platform(), edge: edge() });
  systems.addBase(ApiStack, 'api', () => ({ ...props(), contracts }));
  const users = systems.addBase(UsersStack, 'users', props);
  const search = systems.add(SearchStack, 'search', props);
  systems.add(CatalogStack, 'catalog', () => ({ ...props(), search: search() }));
  const inventory = systems.add(InventoryStack, 'inventory', props);
  systems.add(LinksStack, 'links', props);
  const bank = systems.add(BankStack, 'bank', props);
  const payments = systems.add(PaymentsStack, 'payments', () => ({ ...props(), bank: bank() }));
  const cart = systems.add(CartStack, 'cart', props);
  systems.add(LegacyStack, 'legacy', props);
  const shop = () => ({ cart: cart(), inventory: inventory(), payments: payments(), search: search() });
  const orders = systems.add(OrdersStack, 'orders', () => ({ ...props(), ...shop() }));
  systems.add(NotificationsStack, 'notifications', () => ({ ...props(), users: users(), orders: orders() }));
  systems.add(WebhooksStack, 'webhooks', props);
  systems.add(JobsStack, 'jobs', props);
  systems.add(MediaStack, 'media', props);
  systems.add(AudienceStack, 'audience', props);
  systems.make();

  Tags.of(app).add('application', 'serverless-system-design');
  for (const aspect of [routesInOrder, ...target.aspects]) Aspects.of(app).add(aspect);
  acknowledgeFindings(app, contracts);
}

if (import.meta.main) {
  const app = new App();
  compose(app);
  if (targetOf(app).name === 'aws') console.error(idleLine(app.synth().stacks.map(({ template }) => template)));
}
