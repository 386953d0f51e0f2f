// The accounts' page.
import { AccountView } from './account-view.tsx';

export const pages = { account: AccountView };
