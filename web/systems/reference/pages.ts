// The API reference's page.
import { ReferenceView } from './reference-view.tsx';

export const pages = { reference: ReferenceView };
