/** An input that no further attempt could read: the task is not repeated, and the job tells its owner why. */
export class Unreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unreadable';
  }
}
