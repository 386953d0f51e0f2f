// The one public address: console at `/`, API at `/api/*`, public media at `/media/*`, and every short link at `/{code}`.
import { type App, Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { edgeHeaders } from '../../lambdas/shared/base/contract.ts';
import type { Binding } from '../constructs/binding.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import type { Target } from '../target.ts';
import type { PlatformStack } from './platform-stack.ts';

// No page of ours runs or styles anything inline, so an injected script or style does not either.
// Videos are put together by the page itself (blob:), or fetched by browsers that play HLS.
const contentSecurityPolicy = (uploadOrigins: readonly string[], renditionOrigin: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: ${renditionOrigin}; ` +
  `media-src 'self' blob: ${renditionOrigin}; ` +
  `connect-src ${[...new Set(["'self'", ...uploadOrigins, renditionOrigin])].join(' ')}; font-src 'self'; ` +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Runs at the edge for every request (CloudFront Functions, runtime 2.0: a script of its own, without imports).
const VIEWER_REQUEST = `
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  request.headers['${edgeHeaders.viewerAddress}'] = { value: event.viewer.ip };
  if (uri === '/') request.uri = '/index.html';
  if (/^\\/(?:$|(?:api|assets|errors|legacy|media)\\/|[0-9A-Za-z-]{4,32}$)/.test(uri)) return request;
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: { 'content-type': { value: 'text/plain; charset=utf-8' }, 'x-content-type-options': { value: 'nosniff' } },
    body: 'There is nothing here. Short links are 4 to 32 letters, digits and hyphens; the console is at /\\n',
  };
}`;

const nameOf = (what: string): string => `system-design-${what}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

export class EdgeStack extends Stack {
  /** `https://host`, without a slash at the end. */
  readonly publicUrl: string;
  /**
   * Where pages upload to, and have private pictures from. Names of our own, because the policy of the pages has them and the
   * buckets have the pages' address: neither can be made after the other.
   */
  readonly bucketNames = {
    jobs: nameOf('uploads'),
    quarantine: nameOf('quarantine'),
    renditions: nameOf('renditions'),
  };
  /** What everybody may see, served below /media/. */
  readonly published: BlobStore;
  readonly #distribution: Distribution;

  constructor(app: App, id: string, target: Target, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    const bucket = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    const consoleBucket = new Bucket(this, 'Console', {
      ...bucket,
      // Who published which file, for two weeks; visitors' requests come from CloudFront and name nobody.
      serverAccessLogsBucket: new Bucket(this, 'ConsoleLog', {
        ...bucket,
        lifecycleRules: [{ expiration: Duration.days(14) }],
      }),
    });
    this.published = new BlobStore(this, 'Published', { keepDays: {} });
    const { jobs, quarantine, renditions } = this.bucketNames;
    const securityHeaders = new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(
            [jobs, quarantine].map((name) => target.uploadOrigin(name)),
            target.uploadOrigin(renditions),
          ),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
    const everywhere = {
      viewerProtocolPolicy: target.viewerProtocolPolicy,
      responseHeadersPolicy: securityHeaders,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: new EdgeFunction(this, 'ViewerRequest', {
            runtime: FunctionRuntime.JS_2_0,
            code: FunctionCode.fromInline(VIEWER_REQUEST),
          }),
        },
      ],
    };
    const pages: BehaviorOptions = {
      ...everywhere,
      origin: S3BucketOrigin.withOriginAccessControl(consoleBucket),
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    // Their names are hashes, and their headers say that they may be kept for a year.
    const published: BehaviorOptions = {
      ...pages,
      origin: S3BucketOrigin.withOriginAccessControl(this.published.bucket),
    };
    const api: BehaviorOptions = {
      ...everywhere,
      origin: target.apiOrigin(platform.api, { customHeaders: { [edgeHeaders.secret]: platform.secret.reference() } }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Every redirect is a click to count, and nearly every API answer its caller's own.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    // Products are the same for everybody, so their answers say how long they may be kept; what does not say so is not kept.
    const products: BehaviorOptions = {
      ...api,
      cachePolicy: new CachePolicy(this, 'AsTheAnswerSays', {
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.minutes(1),
        queryStringBehavior: CacheQueryStringBehavior.all(),
        headerBehavior: CacheHeaderBehavior.none(),
        cookieBehavior: CacheCookieBehavior.none(),
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
      }),
    };
    this.#distribution = new Distribution(this, 'Distribution', {
      defaultBehavior: { ...api, allowedMethods: AllowedMethods.ALLOW_GET_HEAD },
      additionalBehaviors: {
        '/': pages,
        '/assets/*': pages,
        '/errors/*': pages,
        '/media/*': published,
        '/api/products*': products,
        '/api/*': api,
        // The monolith's address, which the new system serves: docs/tour.md#a-route-moves
        '/legacy/*': api,
      },
      // An error page replaces a status for every origin. The API means its 4xx and 500, so only what it never says is replaced.
      errorResponses: [502, 504].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: httpStatus,
        responsePagePath: '/errors/unavailable.html',
        ttl: Duration.seconds(5),
      })),
    });
    this.publicUrl = target.publicUrl(this.#distribution);

    new CfnOutput(this, 'consoleUrl', { value: this.publicUrl });
    new CfnOutput(this, 'apiUrl', { value: `${this.publicUrl}/api` });
    new CfnOutput(this, 'consoleBucket', { value: consoleBucket.bucketName });
  }

  /** Making the CDN forget what it has kept. */
  allowInvalidating(): Binding {
    return {
      environment: (name) => ({ [name]: this.#distribution.distributionId }),
      statements: [
        new PolicyStatement({
          actions: ['cloudfront:CreateInvalidation'],
          resources: [
            this.formatArn({
              service: 'cloudfront',
              region: '',
              resource: 'distribution',
              resourceName: this.#distribution.distributionId,
            }),
          ],
        }),
      ],
    };
  }
}
