// The short links' pages.
import { ClicksView } from './clicks-view.tsx';
import { LinksView } from './links-view.tsx';
import { TopView } from './top-view.tsx';

export const pages = { links: LinksView, top: TopView, clicks: ClicksView };
