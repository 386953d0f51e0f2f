// The application for LocalStack, as its documentation says; nobody has run it there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bundleAll } from '../../../cli/deploy/bundle.ts';
import { root } from '../source.ts';
import { resources, synthesise, type Templates } from '../synth.ts';
import { documented, withCoverage } from './coverage.ts';

await bundleAll();
const { templates } = synthesise('localstack');
const { templates: laptop } = synthesise('local');

const typesOf = (of: Templates): string[] => [...new Set(resources(of).map(({ type }) => type))];

test('no address is one that is another place in a container of a function', () => {
  const text = JSON.stringify(templates);
  expect(text.match(/[\w.-]*(?:localhost|127\.0\.0\.1)(?!\.localstack\.cloud)[\w.:-]*/g)).toBeNull();
  // It would be found: the emulator's processes are on this machine.
  expect(JSON.stringify(laptop)).toMatch(/\/\/localhost:/);
});

test('the CDN, the API and uploads have the names that resolve on both sides', () => {
  const outputs = Object.values(templates).flatMap(({ Outputs = {} }) => Object.entries(Outputs));
  const output = (name: string) => JSON.stringify(outputs.find(([key]) => key === name)?.[1].Value);
  expect(output('consoleUrl')).toContain('.cloudfront.localhost.localstack.cloud:4566');
  expect(output('apiDirectUrl')).toContain('.execute-api.localhost.localstack.cloud:4566/api');
  expect(output('webhookReceiver')).toContain('http://host.docker.internal:4580');
  const [headers] = resources(templates, 'AWS::CloudFront::ResponseHeadersPolicy');
  expect(JSON.stringify(headers?.properties)).toContain(' http://localhost.localstack.cloud:4566');
});

test('every function signs for the address that a browser reaches too', () => {
  const functions = resources<{ Environment: { Variables: Record<string, string> } }>(
    templates,
    'AWS::Lambda::Function',
  );
  expect(functions.length).toBeGreaterThan(60);
  expect([...new Set(functions.map(({ properties }) => properties.Environment.Variables.AWS_ENDPOINT_URL))]).toEqual([
    'http://localhost.localstack.cloud:4566',
  ]);
});

test('only the types that it does not list are left out, and nothing refers to them', () => {
  const names = (of: Templates) =>
    resources(of)
      .filter(({ type }) => !documented.leftOut.includes(type))
      .map(({ name, type }) => `${type} ${name}`);
  expect(names(templates)).toEqual(names(laptop));
  expect(typesOf(laptop).filter((type) => !typesOf(templates).includes(type))).toEqual(documented.leftOut);
});

test('its page lists every type of the templates', () => {
  const path = join(root, 'localstack/coverage.md');
  const kept = readFileSync(path, 'utf8');
  const made = withCoverage(kept, typesOf(templates), documented);
  if (process.env.UPDATE_SHAPE) writeFileSync(path, made);
  else if (kept !== made)
    throw new Error(
      `The table of localstack/coverage.md is out of date: UPDATE_SHAPE=1 npm test infra, and commit it.`,
    );
});

test('a type of which its list says nothing fails', () => {
  expect(() => withCoverage('', [...typesOf(templates), 'AWS::Location::Tracker'], documented)).toThrow(
    /say something of AWS::Location::Tracker\./,
  );
});

test('its container ignores the architecture for which no bundle is made', () => {
  const compose = readFileSync(join(root, 'localstack/docker-compose.yml'), 'utf8');
  expect(compose).toContain('LAMBDA_IGNORE_ARCHITECTURE: "1"');
  expect(compose).toContain('host.docker.internal:host-gateway');
  // The image of before 2026-03-23.
  expect(compose).not.toContain('localstack-pro');
  expect(compose).not.toContain('PERSISTENCE');
});
