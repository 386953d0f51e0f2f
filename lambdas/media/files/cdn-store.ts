// Makes the CDN drop its cached copies of a media item.
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { bounded } from '../../shared/aws/bounded.ts';
import { env } from '../../shared/base/env.ts';
import { keysOf, type StoredMedia } from '../media.ts';
import { bindings } from '../resources.ts';

let client: CloudFrontClient | undefined;

/**
 * One invalidation per change of the item, however often it is requested. It takes AWS some seconds, and the first
 * 1,000 a month are free.
 */
export async function invalidate({ mediaId, version }: StoredMedia): Promise<void> {
  client ??= new CloudFrontClient(bounded({ maxAttempts: 2, requestTimeout: 2500 }));
  await client.send(
    new CreateInvalidationCommand({
      DistributionId: env(bindings.distribution),
      InvalidationBatch: {
        CallerReference: `${mediaId}-${version}`,
        Paths: { Quantity: 1, Items: [`/${keysOf(mediaId).published}*`] },
      },
    }),
  );
}
