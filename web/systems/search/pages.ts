// The search's pages.
import { DocumentView } from './document-view.tsx';
import { SearchView } from './search-view.tsx';

export const pages = { search: SearchView, document: DocumentView };
