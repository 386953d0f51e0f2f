// The page of the accounts.
import { AccountView } from './account-view.tsx';

export const pages = { account: AccountView };
