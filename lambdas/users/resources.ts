// Resources of the users service: accounts and profiles are in the platform's user pool.

/** Environment variables of the resources that this service's functions are bound to. */
export const bindings = { userPoolId: 'USER_POOL_ID', userPoolClientId: 'USER_POOL_CLIENT_ID' } as const;
