// List prices in dollars: us-east-1, on demand, first tier, without the free tier. Of 2026-11-22, as public copies of
// aws.amazon.com/{lambda,s3,step-functions,dynamodb}/pricing had them then; check them there before you rely on a sum.

export const prices = {
  /** Functions on arm64, as all of ours. */
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 13.3334e-6,
  /** PUT, POST, LIST; GET. */
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  /** Of a Standard execution, and of one state more in it. */
  standardTransition: 25e-6,
  expressRequest: 1e-6,
  expressGbSecond: 16.67e-6,
  /** Of DynamoDB; a transaction takes two a KB. */
  writeUnit: 0.625e-6,
} as const;
