// List prices in dollars: us-east-1, on demand, first tier, without the free tier. As of 2026-11-22, from public copies of
// aws.amazon.com/{lambda,s3,step-functions,dynamodb,cloudfront,cloudwatch,kinesis,kms,sqs,secrets-manager,transcribe,
// waf,mediaconvert,opensearch-service}/pricing or secondary sources; check them there before you rely on a sum.

export const prices = {
  /** Functions on arm64, as all of ours are. */
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 13.3334e-6,
  /** PUT, POST, LIST; GET. */
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  s3GbMonth: 0.023,
  /** One state transition of a Standard execution. */
  standardTransition: 25e-6,
  expressRequest: 1e-6,
  expressGbSecond: 16.67e-6,
  /** DynamoDB units; a transaction takes two a KB. */
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  sqsRequest: 0.4e-6,
  keyRequest: 3e-6,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  metricMonth: 0.3,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  logGb: 0.5,
  /** Provisioned mode; a PUT unit is up to 25 KB of one record. */
  kinesisShardHour: 0.015,
  /** Added to a shard's hour when its records are kept for more than a day. */
  kinesisKeptShardHour: 0.02,
  kinesisPutUnit: 0.014e-6,
  /** Transfer to viewers in North America and Europe. */
  cloudFrontGb: 0.085,
  cloudFrontRequest: 1e-6,
  /** Batch mode: billed by the second, at least 15. */
  transcribeMinute: 0.024,
  /** A minute of each output, basic tier, AVC up to 30 frames a second: below 720 lines, then 720 lines and up. */
  mediaConvertSdMinute: 0.0075,
  mediaConvertHdMinute: 0.015,
  /** A t3.small.search node; a GB of its gp3 volume. */
  openSearchSmallHour: 0.036,
  openSearchGbMonth: 0.122,
  /** OpenSearch Serverless: at least two units with a standby, one (half for each side) without. */
  openSearchUnitHour: 0.24,
} as const;
