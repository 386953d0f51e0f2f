// The package has no types.
declare module 'asl-validator' {
  interface Result {
    readonly isValid: boolean;
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string }[];
  }
  const validate: (definition: object, options?: { checkPaths?: boolean; checkArn?: boolean }) => Result;
  export default validate;
}
