// What this application is made of, and what of it runs already.

export interface System {
  readonly name: string;
  readonly what: string;
  /** Where it is used; absent until it is live. */
  readonly href?: string;
}

/** In the order of the map, which is drawn as one line through all of them. */
export const systems: readonly System[] = [
  { name: 'Accounts', what: 'Sign-up, sign-in and tokens, by Cognito.', href: '#/account' },
  { name: 'Short links', what: 'One read a redirect, clicks counted exactly once.', href: '#/links' },
  { name: 'Catalog', what: 'The shop’s products: sharded, cached, searched.', href: '#/shop' },
  { name: 'Cart', what: 'A guest’s or yours, at the catalog’s prices.', href: '#/cart' },
  { name: 'Orders', what: 'A saga, told by its own events.', href: '#/orders' },
  { name: 'Inventory', what: 'Stock, reserved by a lease, never sold twice.', href: '#/merchant' },
  { name: 'Payments', what: 'A provider that fails, behind a breaker.', href: '#/operations' },
  { name: 'Notifications', what: 'One of each, in the app and by e-mail.', href: '#/notifications' },
  { name: 'Webhooks', what: 'Signed, retried, and logged for merchants.', href: '#/merchant/webhooks' },
  { name: 'Media', what: 'Pictures and videos: uploaded, judged, transcoded.', href: '#/media' },
  { name: 'Feed', what: 'Posts fanned out to those who follow.' },
  { name: 'Chat', what: 'Messages in order, over web sockets.' },
  { name: 'Rides', what: 'Drivers and riders matched by place.' },
  { name: 'MapReduce', what: 'Jobs fanned out over many functions.', href: '#/jobs' },
  { name: 'Search', what: 'An inverted index, kept fresh.', href: '#/search' },
  { name: 'Cache', what: 'Keys spread by consistent hashing.' },
  { name: 'Rate limiting', what: 'Fair shares for every caller.' },
];
