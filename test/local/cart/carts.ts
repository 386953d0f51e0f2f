// Fills carts and their copies of products for tests.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { bindings } from '../../../lambdas/cart/contract.ts';
import { events } from '../../../lambdas/catalog/contract.ts';
import { bound } from '../kit/aws.ts';
import { type Answer, ask, type Person, root, unique } from '../kit/client.ts';
import { deliver, envelopeOf } from '../kit/events.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient(root));

export interface Copied {
  readonly productId: string;
  readonly deleted: boolean;
}

/** Makes the cart's copies of products from these versions in this order; the catalog need not have them. */
export async function copied(wishes: readonly Partial<Copied>[], versions: readonly number[] = [1]): Promise<Copied[]> {
  const products = wishes.map((wish) => ({ productId: `${unique()}Test`, deleted: false, ...wish }));
  const all = products.flatMap((product) =>
    versions.map((version) =>
      envelopeOf(events.productChanged, {
        ...product,
        version,
        merchantId: 'a-merchant',
        name: `Version ${version}`,
        category: 'tests',
        priceCents: version,
        imageUrl: null,
      }),
    ),
  );
  for (let start = 0; start < all.length; start += 10)
    await deliver('cart/project-products', all.slice(start, start + 10));
  return products;
}

export const lineOf = ({ productId, quantity }: { productId: string; quantity: number }): [string, number] => [
  productId,
  quantity,
];

/** A person's or a guest's cart over HTTP. */
export class Basket {
  readonly #path: string;
  readonly #token: { token?: string };
  readonly guestCartId: string;

  constructor(owner: Pick<Person, 'token'> | { guestCartId: string }) {
    this.#token = 'token' in owner ? { token: owner.token } : {};
    this.guestCartId = 'token' in owner ? '' : owner.guestCartId;
    this.#path = 'token' in owner ? '/api/cart' : `/api/guest-carts/${owner.guestCartId}`;
  }

  static async ofGuest(): Promise<Basket> {
    return new Basket((await ask('POST', '/api/cart/guest')).body);
  }

  get = (): Promise<Answer> => ask('GET', this.#path, this.#token);
  read = async (): Promise<Answer['body']> => (await this.get()).body;
  put = (productId: string, quantity: number): Promise<Answer> =>
    ask('PUT', `${this.#path}/items/${productId}`, { ...this.#token, body: { quantity } });
  remove = (productId: string): Promise<Answer> => ask('DELETE', `${this.#path}/items/${productId}`, this.#token);
}

async function update(cartId: string, UpdateExpression: string, values: Record<string, unknown>): Promise<void> {
  const TableName = await bound('cart/http', bindings.cartsTable);
  await documents.send(
    new UpdateCommand({ TableName, Key: { cartId }, UpdateExpression, ExpressionAttributeValues: values }),
  );
}

/** Expires a cart that DynamoDB has not deleted yet. */
export const expire = (cartId: string) =>
  update(cartId, 'SET expiration = :past', { ':past': Math.floor(Date.now() / 1000) - 1 });

/** Makes the cart's first claim `seconds` older. */
export const ageClaim = (cartId: string, seconds: number) =>
  update(cartId, 'SET claims[0].atMs = :then', { ':then': Date.now() - seconds * 1000 });

export async function firstClaim(cartId: string): Promise<{ orderId: string; state: string } | undefined> {
  const TableName = await bound('cart/http', bindings.cartsTable);
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { cartId } }));
  return Item?.claims?.[0];
}
