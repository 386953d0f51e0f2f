// The one public address: console at `/`, API at `/api/*`, public media at `/media/*`, and short links at `/{code}`.
import { type App, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
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
  S3OriginAccessControl,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeclaration, Prefix } from '../../lambdas/shared/base/contract.ts';
import { type Contract, edgeHeaders } from '../../lambdas/shared/base/contract.ts';
import type { Binding } from '../constructs/binding.ts';
import { BlobStore, pagesBucketName } from '../constructs/blob-store.ts';
import { RateRule } from '../constructs/rate-rule.ts';
import type { Edge, Platform } from '../platform.ts';
import type { Target } from '../target.ts';
import { viewerRequest } from './viewer-request.ts';

// Our pages have no inline scripts or styles, so injected ones do not run either. The page assembles videos itself
// (blob:), or the browser fetches them if it plays HLS.
const contentSecurityPolicy = (uploadTo: readonly string[], show: readonly string[]): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src ${["'self' data:", ...show].join(' ')}; ` +
  `media-src ${["'self' blob:", ...show].join(' ')}; ` +
  `connect-src ${[...new Set(["'self'", ...uploadTo, ...show])].join(' ')}; font-src 'self'; ` +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export interface EdgeProps extends StackProps {
  readonly target: Target;
  readonly platform: Platform;
  /** Contracts of all systems: the API's paths, what the CDN serves and caches, and which buckets pages reach. */
  readonly contracts: readonly Contract[];
}

type Paths = Record<string, BehaviorOptions>;
const CONSOLE_FOLDERS = ['assets', 'errors'];
const below = (folders: readonly string[], behaviour: BehaviorOptions): Paths =>
  Object.fromEntries(folders.map((folder) => [`/${folder}/*`, behaviour]));

/** For example `api`, and `legacy` from POST /legacy/orders. */
function foldersOf(contracts: readonly Contract[]): string[] {
  const routes = contracts.flatMap((contract) => Object.values(contract.routes));
  return [...new Set(routes.map(({ template }) => template.split('/')[1] ?? ''))].sort();
}

export class EdgeStack extends Stack implements Edge {
  /** `https://host`, without a trailing slash. */
  readonly publicUrl: string;
  readonly #served = new Map<BucketDeclaration, BlobStore<Prefix>>();
  readonly #distribution: Distribution;

  constructor(app: App, id: string, props: EdgeProps) {
    super(app, id, props);
    const { target, platform, contracts } = props;
    const buckets = contracts.flatMap((contract) => Object.values(contract.buckets ?? {}));
    const apiFolders = foldersOf(contracts);
    const servedPrefixes = buckets.flatMap(({ served, prefix }) => (served ? Object.values(prefix) : []));
    const folders = [...apiFolders, ...CONSOLE_FOLDERS, ...servedPrefixes.map((prefix) => prefix.slice(0, -1))].sort();
    const consoleBucket = new Bucket(this, 'Console', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    for (const bucket of buckets.filter(({ served }) => served)) this.#served.set(bucket, new BlobStore(this, bucket));
    const originsThat = (may: 'upload' | 'show') =>
      buckets.flatMap(({ pages }) =>
        pages?.may === may ? [target.uploadOrigin(pagesBucketName(this, pages.name))] : [],
      );
    // Names of the CDN are the account's, whatever the region.
    const named = (name: string) => `${this.stackName}-${name}-${this.region}`;
    const securityHeaders = new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      responseHeadersPolicyName: named('security'),
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(originsThat('upload'), originsThat('show')),
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
            code: FunctionCode.fromInline(viewerRequest(folders)),
          }),
        },
      ],
    };
    const originAccessControl = new S3OriginAccessControl(this, 'Reads', { originAccessControlName: named('reads') });
    const pages: BehaviorOptions = {
      ...everywhere,
      origin: S3BucketOrigin.withOriginAccessControl(consoleBucket, { originAccessControl }),
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    // The names are hashes, and the headers allow caching for a year.
    const served = [...this.#served].flatMap(([{ prefix }, store]) => {
      const behaviour = {
        ...pages,
        origin: S3BucketOrigin.withOriginAccessControl(store.bucket, { originAccessControl }),
      };
      return Object.values(prefix).map((begin) => [`/${begin}*`, behaviour]);
    });
    const api: BehaviorOptions = {
      ...everywhere,
      origin: target.apiOrigin(platform.api, { customHeaders: { [edgeHeaders.secret]: platform.secret.reference() } }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Every redirect is a click to count, and nearly every API answer is specific to its caller.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    // Answers that are the same for all callers carry their cache lifetime; an answer without one is not cached.
    const kept: BehaviorOptions = {
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
      ...(target.waf && { webAclId: new RateRule(this, 'RateRule').attrArn }),
      defaultBehavior: { ...api, allowedMethods: AllowedMethods.ALLOW_GET_HEAD },
      additionalBehaviors: {
        '/': pages,
        ...below(CONSOLE_FOLDERS, pages),
        ...Object.fromEntries(served),
        ...Object.fromEntries(contracts.flatMap(({ keptByCdn }) => (keptByCdn ? [[keptByCdn, kept]] : []))),
        // `/api/*`, and the paths of a monolith that a contract has taken over: docs/tour.md#a-route-moves
        ...below(apiFolders, api),
      },
      // An error page replaces a status for every origin, so we replace only 502 and 504, which the API never sends.
      errorResponses: [
        ...[502, 504].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: httpStatus,
          responsePagePath: '/errors/unavailable.html',
          ttl: Duration.seconds(5),
        })),
        // By default the CDN answers everybody with one caller's error for ten seconds, whatever its headers say.
        ...[400, 403, 404, 405, 414, 416, 500, 501, 503].map((httpStatus) => ({
          httpStatus,
          ttl: Duration.seconds(0),
        })),
      ],
    });
    this.publicUrl = target.publicUrl(this.#distribution);

    new CfnOutput(this, 'consoleUrl', { value: this.publicUrl });
    new CfnOutput(this, 'apiUrl', { value: `${this.publicUrl}/api` });
    new CfnOutput(this, 'consoleBucket', { value: consoleBucket.bucketName });
  }

  served(declaration: BucketDeclaration): BlobStore<Prefix> {
    const store = this.#served.get(declaration);
    if (!store) throw new Error(`Bucket ${declaration.id} is in no contract as served: true.`);
    return store;
  }

  /** Allows CDN invalidations. */
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
