// Which files that run alone may run at once: those of different chains. The files of a chain run one after the other.
import type { SourceFile } from '../infra/source.ts';
import { servicesOf } from './manner.ts';

export interface Chain {
  /** None means all of them. */
  readonly services: readonly string[];
  readonly paths: readonly string[];
}

const meets = (one: Chain, other: Chain): boolean => one.services.some((name) => other.services.includes(name));

/** The files that have the whole system to themselves come first, as a chain that no other may run beside. */
export function chainsOf(files: readonly SourceFile[]): { readonly whole: Chain; readonly apart: readonly Chain[] } {
  const single = files.map((file): Chain => ({ services: servicesOf(file), paths: [file.path] }));
  const join = (chains: readonly Chain[]): Chain => ({
    services: [...new Set(chains.flatMap(({ services }) => services))].sort(),
    paths: chains.flatMap(({ paths }) => paths),
  });
  const [whole, some] = [
    single.filter((one) => one.services.length === 0),
    single.filter((one) => one.services.length > 0),
  ];
  const apart = some.reduce<Chain[]>((chains, one) => {
    const met = chains.filter((chain) => meets(chain, one));
    return [...chains.filter((chain) => !met.includes(chain)), join([...met, one])];
  }, []);
  return { whole: join(whole), apart };
}
