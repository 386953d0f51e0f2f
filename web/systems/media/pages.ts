// The media pages.
import { MediaPage } from './media-page.tsx';
import { MediaView } from './media-view.tsx';

export const pages = { media: MediaView, 'one-media': MediaPage };
