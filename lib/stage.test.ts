import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { isStage, named } from './stage.ts';

const nameIn = (context: object) => named(new App({ context: { ...context } }), 'system-design');

test('a name begins with the stage, and without one stays as it is', () => {
  expect([nameIn({ stage: 'dev' }), nameIn({})]).toEqual(['dev-system-design', 'system-design']);
});

test.each(['a', 'dev', 'pr-1234', 'staging', 'x2'])('%s is a stage', (name) => expect(isStage(name)).toBe(true));

test.each(['', 'Dev', '1st', '-dev', 'dev-', 'preview2', 'a_b', 'a b', 'dév', 'dev\n'])(
  '%j is none, and the error says so',
  (stage) => {
    expect(isStage(stage)).toBe(false);
    expect(() => nameIn({ stage })).toThrow(/-c stage=dev\. A stage has one to seven lower-case letters/);
  },
);

test('a stage of a context file that is no text is refused too', () => {
  expect(() => nameIn({ stage: 7 })).toThrow('-c stage=dev');
});
