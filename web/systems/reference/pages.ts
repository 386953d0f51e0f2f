// The page of the API reference.
import { ReferenceView } from './reference-view.tsx';

export const pages = { reference: ReferenceView };
