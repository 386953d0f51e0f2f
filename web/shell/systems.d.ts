// The list that the build creates from every entry.ts in web/systems.
declare module 'systems' {
  export const systems: readonly import('./system.ts').System[];
}
