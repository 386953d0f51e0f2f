// The pages of the search.
import { DocumentView } from './document-view.tsx';
import { SearchView } from './search-view.tsx';

export const pages = { search: SearchView, document: DocumentView };
