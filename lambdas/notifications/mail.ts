// The mail of a notification: a text part, and the same as simple HTML with everything escaped.
import type { Mail } from '../shared/aws/mail.ts';
import { euros, type Facts, wordsFor } from './words.ts';

interface Line {
  readonly name: string;
  readonly quantity: number;
  readonly priceCents: number;
}

/** `order` is the notification's order, as the orders service returns it; absent for other kinds. */
export function mailOf(
  facts: Facts,
  displayName: string,
  order?: { readonly lines: readonly Line[]; readonly totalCents: number },
): Required<Mail> {
  const { title, text } = wordsFor(facts);
  const greeting = `Hello ${oneLine(displayName)},`;
  const rows = (order?.lines ?? []).map(({ name, quantity, priceCents }) => ({
    what: `${quantity} × ${oneLine(name)}`,
    price: euros(quantity * priceCents),
  }));
  const total = order && `Total ${euros(order.totalCents)}`;
  return {
    subject: facts.orderId ? `${title} (${facts.orderId})` : title,
    text: [
      greeting,
      oneLine(text),
      ...(total ? [[...rows.map(({ what, price }) => `  ${what}: ${price}`), `  ${total}`].join('\n')] : []),
      'Your shop\n',
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p>${escaped(greeting)}</p>`,
      `<p>${escaped(oneLine(text))}</p>`,
      ...(total
        ? [
            '<table>',
            ...rows.map(({ what, price }) => `<tr><td>${escaped(what)}</td><td align="right">${price}</td></tr>`),
            `<tr><td colspan="2" align="right"><strong>${total}</strong></td></tr>`,
            '</table>',
          ]
        : []),
      '<p>Your shop</p>',
      '</body></html>',
    ].join('\n'),
  };
}

/** Names are user input: a line break in one would start a new line. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
