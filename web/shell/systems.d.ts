// The list that the build makes of every entry.ts of web/systems.
declare module 'systems' {
  export const systems: readonly import('./system.ts').System[];
}
