// The application's one secret. Functions read it at run time; CloudFront receives it at deployment.
import { SecretValue } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Binding } from './binding.ts';

/** 64 random characters from Secrets Manager. Changing it invalidates open cursors and stored answers, not links. */
export class AppSecret extends Construct {
  readonly #arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    // `Id` is the ARN on both AWS and the emulator; a `Ref` is the bare name on the emulator.
    this.#arn = (secret.node.defaultChild as CfnSecret).attrId;
  }

  allow(): Binding {
    return {
      environment: (name) => ({ [name]: this.#arn }),
      statements: [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.#arn] })],
    };
  }

  /**
   * A reference that CloudFormation resolves at deployment, so the template holds no secret. It does so only when the
   * reference changes: -c secretVersion=... names a value (docs/runbook.md#the-origin-secret-changes).
   */
  reference(): string {
    const versionId = this.node.tryGetContext('secretVersion') as string | undefined;
    return SecretValue.secretsManager(this.#arn, versionId === undefined ? {} : { versionId }).unsafeUnwrap();
  }
}
