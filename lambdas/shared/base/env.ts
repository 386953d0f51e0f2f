// The only place that reads the environment, so a missing binding always gives one clear error.

/** Value of an environment variable; throws when the service's stack has not bound it. */
export function env(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: bind it to this function in its stack`);
  return value;
}

export const optionalEnv = (name: string): string | undefined => process.env[name];
