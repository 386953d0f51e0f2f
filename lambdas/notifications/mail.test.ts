// Mails: their text, and that nothing in them can act as markup or start a new header line.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mailOf } from './mail.ts';
import { euros } from './words.ts';

const orderId = '4fQb0yTz6mYkX1cWd8Ra';
const order = {
  lines: [
    { name: 'Olive oil, 0.5 l', quantity: 2, priceCents: 890 },
    { name: 'Bread', quantity: 1, priceCents: 305 },
  ],
  totalCents: 2085,
};

test('a confirmation has the lines, the total and both parts', () => {
  const { subject, text, html } = mailOf({ kind: 'orderConfirmed', orderId, totalCents: 2085 }, 'Ada', order);
  expect(subject).toBe(`Your order is confirmed (${orderId})`);
  expect(text).toBe(
    `Hello Ada,\n\nOrder ${orderId} over €20.85 is paid and on its way to you.\n\n` +
      '  2 × Olive oil, 0.5 l: €17.80\n  1 × Bread: €3.05\n  Total €20.85\n\nYour shop\n',
  );
  expect(html).toContain('<tr><td>2 × Olive oil, 0.5 l</td><td align="right">€17.80</td></tr>');
  expect(html).toContain('<strong>Total €20.85</strong>');
});

test('a cancellation says why, and that money comes back', () => {
  const { text } = mailOf(
    { kind: 'orderCancelled', orderId, totalCents: 2085, reason: 'PAYMENT_DECLINED' },
    'Ada',
    order,
  );
  expect(text).toContain('Your payment was declined. Any payment for it is refunded.');
  expect(text).toContain('Total €20.85');
});

test('a disabled webhook has no order', () => {
  const facts = {
    kind: 'webhookDisabled',
    webhookId: 'wh-1',
    url: 'https://a.example/?a=1&b=<2>',
    reason: 'No.',
  } as const;
  const { subject, text, html } = mailOf(facts, 'Ada');
  expect(subject).toBe('Your webhook was disabled');
  expect(text).toContain('We no longer call https://a.example/?a=1&b=<2>: No.');
  expect(html).toContain('https://a.example/?a=1&amp;b=&lt;2&gt;: No.');
  expect(html).not.toContain('<table>');
});

test.each([
  [0, '€0.00'],
  [5, '€0.05'],
  [100, '€1.00'],
  [123_456_789, '€1234567.89'],
])('%d cents are %s', (cents, text) => {
  expect(euros(cents)).toBe(text);
});

describe('whatever a name holds', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='x",
      '&lt;',
      'a\r\nBcc: everybody@example.com',
      '\u2028Total €0.00',
    ),
  );

  test('no tag or quote of it stands in the HTML, and no line of the text begins in it', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, displayName) => {
        const lines = [{ name, quantity: 1, priceCents: 100 }];
        const plain = [{ name: 'x', quantity: 1, priceCents: 100 }];
        const facts = { kind: 'orderConfirmed', orderId, totalCents: 100 } as const;
        const mail = mailOf(facts, displayName, { lines, totalCents: 100 });
        const harmless = mailOf(facts, 'x', { lines: plain, totalCents: 100 });
        const signs = (html: string) => html.replaceAll(/[^<>"'\n]/g, '');
        expect(signs(mail.html)).toBe(signs(harmless.html));
        expect(mail.text.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(harmless.text.split('\n').length);
        expect(mail.subject).toBe(harmless.subject);
      }),
      { numRuns: 1000 },
    );
  });
});
