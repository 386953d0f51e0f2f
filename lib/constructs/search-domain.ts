// An OpenSearch domain for the collections of search (docs/decisions/0023-opensearch.md): one small node, because its
// indexes are made from the owners' tables and fill themselves again. Made with -c search=opensearch.
import { Aws } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import { named } from '../stage.ts';
import type { NamedBinding } from './binding.ts';

const ENGINE = 'OpenSearch_2.19';
const GIGABYTES = 10;

export class SearchDomain extends Construct {
  readonly #domain: CfnDomain;
  readonly #env: string;

  /** `env` names the environment variable of its address. */
  constructor(scope: Construct, env: string) {
    super(scope, 'Domain');
    this.#env = env;
    const domainName = named(this, 'system-design-search');
    this.#domain = new CfnDomain(this, 'Resource', {
      domainName,
      engineVersion: ENGINE,
      clusterConfig: { instanceType: 't3.small.search', instanceCount: 1 },
      ebsOptions: { ebsEnabled: true, volumeType: 'gp3', volumeSize: GIGABYTES },
      encryptionAtRestOptions: { enabled: true },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      // Whoever asks signs as a role of this account, whose own policy then decides.
      accessPolicies: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new AccountRootPrincipal()],
            actions: ['es:ESHttpGet', 'es:ESHttpPost', 'es:ESHttpPut'],
            resources: [`arn:${Aws.PARTITION}:es:${Aws.REGION}:${Aws.ACCOUNT_ID}:domain/${domainName}/*`],
          }),
        ],
      }),
    });
  }

  /** Collections are paths of the domain. */
  allow(...methods: readonly ('Post' | 'Put')[]): NamedBinding {
    return {
      name: this.#env,
      environment: (name) => ({ [name]: `https://${this.#domain.attrDomainEndpoint}` }),
      statements: [
        new PolicyStatement({
          actions: methods.map((method) => `es:ESHttp${method}`),
          resources: [`${this.#domain.attrArn}/*`],
        }),
      ],
    };
  }
}
