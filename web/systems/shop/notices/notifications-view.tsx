// The user's notifications.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Notification } from '../../../../lambdas/notifications/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Moment } from '../../../kit/moment.tsx';
import { Paged, usePages } from '../../../kit/pages.tsx';
import { announce } from '../../../kit/status.tsx';
import { useStore } from '../../../kit/store.ts';
import { listNotifications, readAllNotifications, readNotification } from '../api.ts';
import { unread } from './notices.ts';
import { PreferencesForm } from './preferences.tsx';

interface ItemProps {
  readonly notification: Notification;
  readonly onRead: (notification: Notification) => Promise<void>;
}

const leadsTo = ({ orderId, webhookId }: Notification): string | undefined =>
  orderId ? `#/orders/${orderId}` : webhookId ? `#/merchant/webhooks/${webhookId}` : undefined;

function Item({ notification, onRead }: ItemProps): VNode {
  const { title, text, createdAt, readAt } = notification;
  const { busy, failure, run } = useAction();
  const href = leadsTo(notification);
  const item = useRef<HTMLLIElement>(null);
  const read = (): Promise<void> =>
    run(async () => {
      await onRead(notification);
      // The focused button goes once the notification is read.
      item.current?.focus();
    });
  return (
    <li class={readAt ? 'card notice' : 'card notice unread'} ref={item} tabindex={-1}>
      <h3>
        {!readAt && <span class="visually-hidden">Unread: </span>}
        {href ? <a href={href}>{title}</a> : title}
      </h3>
      <p>{text}</p>
      <p class="facts">
        <Moment at={createdAt} />
      </p>
      {!readAt && (
        <button type="button" class="quiet" aria-disabled={busy} onClick={read}>
          Mark as read<span class="visually-hidden">: {title}</span>
        </button>
      )}
      <FailureAlert failure={failure} />
    </li>
  );
}

export function NotificationsView(): VNode {
  const pages = usePages(listNotifications, ({ notificationId }: Notification) => notificationId);
  const waiting = useStore(unread.count);
  const all = useAction();
  const mark = (isRead: (one: Notification) => boolean): void => {
    const readAt = new Date().toISOString();
    pages.change((items) => items.map((one) => (isRead(one) && !one.readAt ? { ...one, readAt } : one)));
  };
  const readOne = async ({ notificationId }: Notification): Promise<void> => {
    await readNotification(notificationId);
    mark((one) => one.notificationId === notificationId);
    announce('Marked as read.');
    // Do not await the count: by then the user may have moved on and would lose the focus.
    void unread.refresh();
  };
  const readAll = (): Promise<void> =>
    all.run(async () => {
      while ((await readAllNotifications()).more) announce('Marking more as read…');
      mark(() => true);
      announce('All notifications are read.');
      await unread.refresh();
    });
  const news = waiting > pages.items.filter(({ readAt }) => !readAt).length;
  return (
    <>
      <Heading>Notifications</Heading>
      <div class="two wide-left">
        <section aria-labelledby="notices">
          <h2 id="notices" class="visually-hidden">
            Your notifications
          </h2>
          <div class="actions">
            <button type="button" aria-disabled={all.busy} onClick={readAll}>
              Mark all as read
            </button>
            {news && !pages.more && (
              <button type="button" onClick={pages.load}>
                Show new notifications
              </button>
            )}
          </div>
          <FailureAlert failure={all.failure} />
          <Paged pages={pages} empty="Nothing yet. Updates on your orders appear here.">
            <ul class="links" ref={pages.list} aria-label="Notifications">
              {pages.items.map((one) => (
                <Item key={one.notificationId} notification={one} onRead={readOne} />
              ))}
            </ul>
          </Paged>
        </section>
        <PreferencesForm />
      </div>
    </>
  );
}
