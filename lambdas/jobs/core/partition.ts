// Which reducer gets a key.

export type Partitioner = 'hash' | 'range' | 'round-robin';
